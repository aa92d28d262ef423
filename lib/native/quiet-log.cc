// Compiled into the addon so that absl's log obeys TF_CPP_MIN_LOG_LEVEL as the rest of TensorFlow's does.
//
// TensorFlow's library writes two lines while it is being loaded, before any code of ours could ask for
// quiet. The loader looks a name up in the addon before it looks in the addon's libraries, so this function
// stands in for the one of the same name there (Linux; elsewhere the lines do not appear and it is not used).
//
// Without the variable it is quiet as well, for warnings and what is less: what a worker thread writes to
// `process.env` stays in that thread, so the library cannot set the variable there.

#include <cstdlib>

namespace absl {
inline namespace lts_20250814 {

enum class LogSeverityAtLeast : int {};

__attribute__((visibility("default"))) LogSeverityAtLeast MinLogLevel() {
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  return static_cast<LogSeverityAtLeast>(level ? std::atoi(level) : 2);
}

}  // namespace lts_20250814
}  // namespace absl

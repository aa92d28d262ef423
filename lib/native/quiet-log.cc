// Makes the log of Abseil in TensorFlow's library obey TF_CPP_MIN_LOG_LEVEL, as the rest of its log does.
//
// TensorFlow's library writes two lines while it is loaded, before the program can set a log level. On Linux,
// the loader searches for a symbol in the addon before it searches the libraries of the addon. So the
// function below replaces Abseil's function of the same name. On other systems, TensorFlow's library does not
// write these lines, and the function is not called.
//
// If the variable is not set, the level is 2: only errors are logged. The library cannot set the variable
// itself in all cases, because assignments to `process.env` in a worker thread do not leave this thread.

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

"""Jupyter's conformance suite (jupyter_kernel_test) for the kernel of this project."""

import unittest

import jupyter_kernel_test


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": "({ a: 1 })", "result": "{ a: 1 }"}]
    code_generate_error = "throw new Error('on purpose')"
    code_display_data = [
        {"code": "import * as tslab from 'tslab'; tslab.display.html('<b>x</b>')", "mime": "text/html"}
    ]
    code_inspect_sample = "parseInt"
    completion_samples = [
        {"text": "Math.fl", "matches": {"floor"}},
        {"text": "import * as os from 'node:o", "matches": {"node:os"}},
    ]
    complete_code_samples = ["1", "const a = 2;", "function f() {\n  return 1;\n}", "await (async () => 5)()"]
    incomplete_code_samples = ["function f() {", "[1, 2,", "`text", "/* comment", "if (true) {\n"]
    invalid_code_samples = ["const = 3", "a b c d", "}", "'text"]
    code_history_pattern = "6?*?7"
    supported_history_operations = ("tail", "range", "search")


if __name__ == "__main__":
    unittest.main()

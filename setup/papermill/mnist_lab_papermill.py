"""Adds support for parameters of TypeScript notebooks to papermill: `papermill in.ipynb out.ipynb -p epochs 3`.

A parameter becomes a constant, for notebooks with a cell tagged "parameters", and a value in the environment variable
that the lessons read, so that both kinds of notebooks support it.
"""

import json
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

__all__ = ["NBClientEngine", "TypeScriptTranslator"]

VARIABLE = "process.env.MNIST_LAB_PARAMETERS"
IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*\Z")
CONSTANT = re.compile(
    r"^(?:const|let)\s+(?P<name>[A-Za-z_$][\w$]*)\s*(?::\s*(?P<type>[^=\n]+?))?\s*=\s*(?P<value>.+?);?"
    r"\s*(?://\s*(?P<help>.*))?$",
    re.MULTILINE,
)


class TypeScriptTranslator(Translator):
    @classmethod
    def translate(cls, val):
        # Values without a JSON form, such as dates from YAML, become text. NaN and Infinity are valid TypeScript.
        return json.dumps(val, default=str, ensure_ascii=False)

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"const {name} = {str_val};"

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        named = {name: value for name, value in parameters.items() if IDENTIFIER.match(name)}
        values = cls.translate(parameters)
        variable = f"{VARIABLE} = JSON.stringify({{ ...JSON.parse({VARIABLE} || '{{}}'), ...{values} }});"
        # Constants come last: if the other line were last, the cell would display its value.
        constants = [cls.assign(name, cls.translate(value)) for name, value in named.items()]
        return "\n".join([cls.comment(comment), variable, *constants]) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        return [
            Parameter(found["name"], found["type"] or "None", found["value"], found["help"] or "")
            for found in CONSTANT.finditer(parameters_cell["source"])
        ]


for language in ("typescript", "tslab"):
    papermill_translators.register(language, TypeScriptTranslator)

"""A Terraform module, read by hcl_to_json.cjs, and the values of what is needed of it."""

import json
import os
import re
import subprocess

# What an expression may name.
REFERENCE = re.compile(
    r"(?<![\w.\"-])((?:var|local)\.\w+|data\.aws_\w+\.\w+|aws_\w+\.\w+)(?=[.\[\s,)\]}:?!=&|]|$)"
)


def parse(folder, modules):
    """The files' blocks in one, each resource under its address."""
    reader = os.path.join(os.path.dirname(__file__), "hcl_to_json.cjs")
    command = ["node", reader, modules, folder]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if run.returncode:
        raise ValueError(run.stderr.strip())
    return Module(json.loads(run.stdout))


class Module:
    def __init__(self, files):
        self.variables, self.locals, self.blocks, self.outputs = {}, {}, {}, {}
        for content in files.values():
            for kind, bodies in (("variable", self.variables), ("output", self.outputs)):
                bodies.update({name: body[0] for name, body in content.get(kind, {}).items()})
            for body in content.get("locals", []):
                self.locals.update(body)
            for kind, prefix in (("resource", ""), ("data", "data.")):
                for block_type, named in content.get(kind, {}).items():
                    for name, body in named.items():
                        self.blocks[f"{prefix}{block_type}.{name}"] = body[0]

    def named(self):
        """All that has a name, with its body."""
        yield from ((f"var.{name}", body) for name, body in self.variables.items())
        yield from ((f"local.{name}", body) for name, body in self.locals.items())
        yield from self.blocks.items()
        yield from ((f"output.{name}", body) for name, body in self.outputs.items())

    def of_type(self, block_type):
        prefix = block_type + "."
        return {name: body for name, body in self.blocks.items() if name.startswith(prefix)}

    def value(self, value, given):
        """With variables as given or by default; a resource's attribute is «its expression»."""
        if isinstance(value, dict):
            return {key: self.value(item, given) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item, given) for item in value]
        if not isinstance(value, str):
            return value
        whole = re.fullmatch(r"\$\{([^{}]*)\}", value)
        if whole:
            return self.expression(whole[1], given)
        return re.sub(
            r"\$\{([^{}]*)\}", lambda part: str(self.expression(part[1], given)), value
        )

    def expression(self, text, given):
        text = text.strip()
        choice = re.fullmatch(r"(.+?) \? (.+) : (.+)", text)
        if choice:
            condition, yes, no = choice.groups()
            return self.expression(yes if self.expression(condition, given) else no, given)
        same = re.fullmatch(r"(.+) == (.+)", text)
        if same:
            return self.expression(same[1], given) == self.expression(same[2], given)
        if re.fullmatch(r'"[^"$]*"', text):
            return json.loads(text)
        if text in ("null", "true", "false"):
            return json.loads(text)
        if re.fullmatch(r"var\.\w+", text):
            return given.get(text[4:], self.variables[text[4:]].get("default"))
        if re.fullmatch(r"local\.\w+", text):
            return self.value(self.locals[text[6:]], given)
        return f"«{text}»"


def references(value):
    text = json.dumps(value)
    # Quotes and line ends within expressions are escaped; names begin behind a blank.
    for old, new in (('\\"', '"'), ("\\n", " "), ('"${', " "), ("${", " ")):
        text = text.replace(old, new)
    return set(REFERENCE.findall(text))

"""A CloudFormation template: read, its loops unrolled, and what it becomes for given parameters."""

import json
import re

import yaml

SHORT = {"Ref": "Ref", "Condition": "Condition"}  # the tags that are not Fn::


class Loader(yaml.SafeLoader):
    pass


def intrinsic(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {SHORT.get(suffix, "Fn::" + suffix): value}


Loader.add_multi_constructor("!", intrinsic)


def unique_keys(loader, node):
    keys = [key.value for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{key} stands twice in one place, line {node.start_mark.line + 1}")
    return loader.construct_mapping(node, deep=True)


Loader.add_constructor("tag:yaml.org,2002:map", unique_keys)


def parse(text):
    return yaml.load(text, Loader)


def function_of(value):
    """The one key of {"Ref": …} or {"Fn::…": …}, else None."""
    if isinstance(value, dict) and len(value) == 1:
        (key,) = value
        if key in ("Ref", "Condition") or key.startswith("Fn::"):
            return key
    return None


def parts_of(sub):
    """The text and the variables of Fn::Sub."""
    text, variables = sub if isinstance(sub, list) else (sub, {})
    return text, variables


def names_in(text):
    return re.findall(r"\$\{([^!}][^}]*)\}", text)


# --- Loops ---


def unrolled(template, parameters):
    """The template without Fn::ForEach."""
    resources = {}
    for name, body in template["Resources"].items():
        if not name.startswith("Fn::ForEach::"):
            resources[name] = body
            continue
        identifier, collection, fragment = body
        for item in parameters[collection["Ref"]].split(","):
            resources.update(turn(identifier, item, fragment))
    return {**template, "Resources": resources}


def turn(identifier, item, fragment):
    """What one turn of a loop gives: &{X} in names is the item's letters and digits."""
    text = json.dumps(fragment)
    text = text.replace("&{%s}" % identifier, re.sub(r"[^0-9A-Za-z]", "", item))
    text = text.replace(json.dumps({"Ref": identifier}), json.dumps(item))
    return json.loads(text)


# --- Values ---


class Absent:
    """AWS::NoValue."""


def default_parameters(template, given):
    values = {}
    for name, declaration in template["Parameters"].items():
        if name in given:
            values[name] = given[name]
        elif "Default" in declaration:
            values[name] = str(declaration["Default"])
        else:
            raise ValueError(f"the parameter {name} is not given")
    return values


class Resolver:
    """The values of intrinsic functions. A resource is «Name», its attribute «Name.Attribute»."""

    def __init__(self, template, parameters):
        self.template = unrolled(template, parameters)
        self.parameters = parameters

    def holds(self, condition):
        return self.value(self.template["Conditions"][condition])

    def resources(self):
        """Those whose condition holds."""
        return {
            name: {**body, "Properties": self.value(body.get("Properties", {}))}
            for name, body in self.template["Resources"].items()
            if "Condition" not in body or self.holds(body["Condition"])
        }

    def broken_rules(self):
        return [
            assertion["AssertDescription"]
            for rule in self.template.get("Rules", {}).values()
            for assertion in rule["Assertions"]
            if not self.value(assertion["Assert"])
        ]

    def value(self, value):
        function = function_of(value)
        if function:
            return getattr(self, function.replace("Fn::", "").lower())(value[function])
        if isinstance(value, dict):
            pairs = ((key, self.value(item)) for key, item in value.items())
            return {key: item for key, item in pairs if item is not Absent}
        if isinstance(value, list):
            items = (self.value(item) for item in value)
            return [item for item in items if item is not Absent]
        return value

    def ref(self, name):
        if name == "AWS::NoValue":
            return Absent
        if name in self.parameters:
            value = self.parameters[name]
            is_list = self.template["Parameters"][name]["Type"] == "CommaDelimitedList"
            return value.split(",") if is_list else value
        return f"«{name}»"

    def getatt(self, path):
        return f"«{'.'.join(path)}»"

    def sub(self, body):
        text, variables = parts_of(body)
        for name in names_in(text):
            value = self.value(variables[name]) if name in variables else self.ref(name)
            text = text.replace("${%s}" % name, value)
        return text

    def join(self, body):
        separator, items = body
        return separator.join(self.value(items))

    def condition(self, name):
        return self.holds(name)

    def equals(self, body):
        left, right = self.value(body)
        return left == right

    def contains(self, body):
        items, item = self.value(body)
        return item in items

    def not_(self, body):
        return not self.value(body[0])

    def and_(self, body):
        return all(self.value(item) for item in body)

    def if_(self, body):
        condition, yes, no = body
        return self.value(yes if self.holds(condition) else no)


for _name in ("not", "and", "if"):
    setattr(Resolver, _name, getattr(Resolver, _name + "_"))

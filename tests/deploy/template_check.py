"""What is wrong with a template whatever its parameters: names, cycles, what nobody uses."""

import cloudformation

PSEUDO = {
    "AWS::AccountId", "AWS::NoValue", "AWS::Partition", "AWS::Region", "AWS::StackName",
    "AWS::StackId", "AWS::URLSuffix", "AWS::NotificationARNs",
}  # fmt: skip
# Those that a resource made by SAM has as attributes of its function.
OF_SAM = {"Alias", "Version"}


def check_sound(template):
    return [*check_names(template), *check_cycles(template)]


def check_tidy(template):
    return [*check_used(template), *check_interface(template)]


def references(value):
    """(kind, name) of all that a value names: "of" is a parameter or a resource."""
    function = cloudformation.function_of(value)
    if function == "Ref":
        return [("of", value["Ref"])]
    if function == "Fn::GetAtt":
        return [("of", value["Fn::GetAtt"][0])]
    if function == "Condition":
        return [("condition", value["Condition"])]
    found = []
    if function == "Fn::Sub":
        text, variables = cloudformation.parts_of(value["Fn::Sub"])
        found += [("of", name) for name in cloudformation.names_in(text) if name not in variables]
    if function == "Fn::If":
        found.append(("condition", value["Fn::If"][0]))
    return found + [reference for item in items_of(value) for reference in references(item)]


def items_of(value):
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def references_of(resource):
    found = references(resource.get("Properties", {}))
    depends = resource.get("DependsOn", [])
    found += [("of", name) for name in ([depends] if isinstance(depends, str) else depends)]
    if "Condition" in resource:
        found.append(("condition", resource["Condition"]))
    return found


def target(name, template):
    """The resource or parameter that a reference ends at: `Processor.Alias` is SAM's."""
    head, _, rest = name.partition(".")
    if head not in template["Resources"] and head not in template["Parameters"]:
        return None
    if rest in OF_SAM and template["Resources"][head]["Type"] != "AWS::Serverless::Function":
        return None
    return head


def sections(template):
    for name, resource in template["Resources"].items():
        yield name, references_of(resource)
    for section in ("Outputs", "Conditions", "Rules"):
        for name, value in template.get(section, {}).items():
            yield f"{section}.{name}", references(value)


def check_names(template):
    for where, found in sections(template):
        for kind, name in found:
            if kind == "condition" and name not in template["Conditions"]:
                yield f"{where}: there is no condition {name}"
            if kind == "of" and name not in PSEUDO and target(name, template) is None:
                yield f"{where}: there is no parameter and no resource {name}"


def check_used(template):
    used = {name for _, found in sections(template) for name in found}
    for name in template["Parameters"]:
        if ("of", name) not in used:
            yield f"the parameter {name} is not used"
    for name in template["Conditions"]:
        if ("condition", name) not in used:
            yield f"the condition {name} is not used"


def check_cycles(template):
    edges = {
        name: {target(other, template) for kind, other in references_of(resource) if kind == "of"}
        & set(template["Resources"])
        for name, resource in template["Resources"].items()
    }
    return cycles(edges)


def cycles(edges):
    """One cycle of each kind, as text."""
    done = set()

    def walk(name, path):
        if name in path:
            cycle = path[path.index(name) :]
            done.update(cycle)
            yield "a cycle: " + " -> ".join([*cycle, name])
        elif name not in done:
            for other in sorted(edges[name]):
                yield from walk(other, [*path, name])
            done.add(name)

    for name in sorted(edges):
        yield from walk(name, [])


def check_interface(template):
    """The console shows each parameter once."""
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    shown = [name for group in groups for name in group["Parameters"]]
    for name in sorted(set(shown) ^ set(template["Parameters"])):
        yield f"the parameter {name} is not in the interface, or is no parameter"
    for name in sorted({name for name in shown if shown.count(name) > 1}):
        yield f"the parameter {name} is twice in the interface"

#!/usr/bin/python3
"""What is in the zip besides this project: an SBOM (CycloneDX), and the licences of all that.

inventory.py OUTPUT ARCH...: writes OUTPUT/cwlogs-lambda-ARCH.cdx.json and OUTPUT/THIRD_PARTY_LICENSES

The linker's map and the compiler's dependencies name the files; Debian's packages own them.
"""

import json
import os
import re
import subprocess
import sys
from functools import lru_cache

PROJECT = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
COMMON_LICENSES = "/usr/share/common-licenses/"


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


# What Debian calls them.
ARCHITECTURES = {"x86_64": "amd64", "arm64": "arm64"}


def files_in_program(build):
    """Archives of which the linker took a member, and headers that were compiled in."""
    taken = read(os.path.join(build, "bootstrap.map")).partition("\nDiscarded input sections")[0]
    files = re.findall(r"^(\S+\.a)\(", taken, re.MULTILINE)
    files += re.findall(r"^    (\S+)$", run("ninja", "-C", build, "-t", "deps"), re.MULTILINE)
    return sorted({os.path.realpath(os.path.join(build, file)) for file in files})


class Package:
    def __init__(self, name, version, architecture, copyright_path):
        self.name = name
        self.version = version
        self.purl = f"pkg:deb/debian/{name}@{version.replace(':', '%3A')}?arch={architecture}"
        self.copyright_path = copyright_path


def packages_of_sysroot(folder):
    """Each file below folder/root -> its package."""
    root = os.path.join(folder, "root")
    owners = {}
    for name in os.listdir(os.path.join(folder, "download")):
        deb = os.path.join(folder, "download", name)
        fields = run("dpkg-deb", "-W", "--showformat=${Package} ${Version} ${Architecture}", deb)
        fields = fields.split()
        package = Package(*fields, f"{root}/usr/share/doc/{fields[0]}/copyright")
        for line in run("dpkg-deb", "--contents", deb).splitlines():
            file = line.split(None, 5)[5].partition(" -> ")[0]
            owners[os.path.realpath(os.path.join(root, file))] = package
    return owners


@lru_cache(maxsize=None)
def package_of_source(folder):
    name, version = re.match(r"(\S+) \((\S+)\)", read(f"{folder}/debian/changelog")).groups()
    return Package(name, version, "source", f"{folder}/debian/copyright")


def packages_of_machine(files):
    """The compiler's own libraries and headers."""
    owners = run("dpkg-query", "--search", *files).splitlines()
    form = "--showformat=${Version} ${Architecture}"
    return [Package(name, *run("dpkg-query", "--show", form, name).split(),
                    f"/usr/share/doc/{name}/copyright")
            for name in sorted({line.split(":")[0] for line in owners})]


def packages_in_program(arch):
    sysroot = packages_of_sysroot(f"{PROJECT}/build/package/{ARCHITECTURES[arch]}")
    sources = f"{PROJECT}/build/package/sources"
    files = files_in_program(f"{PROJECT}/build/package-{arch}")
    files.append(next(file for file in sysroot if file.endswith("/tzdata.zi")))  # package/zip.sh
    packages = set()
    of_machine = []
    for file in files:
        if file in sysroot:
            packages.add(sysroot[file])
        elif file.startswith(sources + "/"):
            packages.add(package_of_source(os.path.join(
                sources, os.path.relpath(file, sources).partition("/")[0])))
        elif not file.startswith(PROJECT + "/"):
            of_machine.append(file)
    packages.update(packages_of_machine(of_machine))
    return sorted(packages, key=lambda package: package.purl)


def write_sbom(packages, path):
    version = re.search(r"^project\(.* VERSION (\S+)", read(os.path.join(PROJECT, "CMakeLists.txt")),
                        re.MULTILINE)[1]
    sbom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": "cwlogs-processor", "name": "cwlogs-processor",
            "version": version, "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": [{"type": "library", "bom-ref": package.purl, "name": package.name,
                        "version": package.version, "purl": package.purl}
                       for package in packages],
        "dependencies": [{"ref": "cwlogs-processor",
                          "dependsOn": [package.purl for package in packages]}],
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(sbom, file, indent=1)
        file.write("\n")


def write_licenses(packages, path):
    """Debian's copyright files, each once, and the common licences that they refer to."""
    texts = {}
    for package in packages:
        texts.setdefault(read(package.copyright_path).rstrip(), {})[package.name] = None
    names = "|".join(map(re.escape, os.listdir(COMMON_LICENSES)))
    wanted = sorted({match for text in texts
                     for match in re.findall(rf"{COMMON_LICENSES}({names})\b", text)})
    with open(path, "w", encoding="utf-8") as file:
        file.write("In the zip there are parts of these packages of Debian.\n")
        for text, owners in texts.items():
            file.write(f"\n{'=' * 80}\n{', '.join(owners)}\n{'=' * 80}\n\n{text}\n")
        for name in wanted:
            file.write(f"\n{'=' * 80}\n{name}\n{'=' * 80}\n\n{read(COMMON_LICENSES + name)}")


def main():
    output, *archs = sys.argv[1:]
    everything = []
    for arch in archs:
        packages = packages_in_program(arch)
        write_sbom(packages, f"{output}/cwlogs-lambda-{arch}.cdx.json")
        everything += packages
    write_licenses(everything, f"{output}/THIRD_PARTY_LICENSES")


if __name__ == "__main__":
    main()

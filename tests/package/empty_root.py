"""A root folder with nothing in it but an unpacked zip, and what Lambda's own images lead astray by."""

import os
import shutil
import stat
import subprocess
import zipfile

COMPILERS = {"x86_64": "x86_64-linux-gnu-gcc", "arm64": "aarch64-linux-gnu-gcc"}
QEMU = {"x86_64": None, "arm64": "/usr/bin/qemu-aarch64-static"}

# As Lambda sets it. A static program must not care.
LIBRARY_PATH = ("/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib")

# glibc's resolver would load this one, for it is named in nsswitch.conf.
PLUG_IN = "__attribute__((constructor)) static void start(void) { __builtin_trap(); }"
ASKS_GLIBC = """
#include <netdb.h>
int main(void) {
  struct addrinfo* found = 0;
  return getaddrinfo("localhost", "80", 0, &found);
}
"""

# Files that variables name are taken along. Python, for of a variable given twice it takes the first.
ENTER = """#!/usr/bin/python3 -IS
import os, shutil
root, command, variables = {root!r}, {command!r}, {variables!r}
environment = dict(os.environ, **variables)
for name in ("PROCESSOR_CONFIG", "AWS_CA_BUNDLE", "SSL_CERT_FILE"):
    if os.path.isfile(environment.get(name, "")):
        shutil.copy(environment[name], root + "/tmp/" + name)
        environment[name] = "/tmp/" + name
os.execve(command[0], command, environment)
"""


class EmptyRoot:
    def __init__(self, folder, zip_path, arch, name_server):
        self.folder = folder
        self.arch = arch
        self.unpack(zip_path)
        for name in ("dev", "etc", "tmp", "lib64", "usr/lib64", "opt/lib"):
            os.makedirs(self.path(name), exist_ok=True)
        for name, minor in (("null", 3), ("urandom", 9)):
            os.mknod(self.path("dev", name), 0o666 | stat.S_IFCHR, os.makedev(1, minor))
        self.write("etc/resolv.conf", f"nameserver {name_server}\n")
        self.write("etc/hosts", "127.0.0.1 localhost\n")
        self.write("etc/nsswitch.conf", "hosts: trap files dns\n")
        self.add_plug_ins()
        if QEMU[arch]:
            shutil.copy(QEMU[arch], self.path("qemu"))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def unpack(self, zip_path):
        with zipfile.ZipFile(zip_path) as archive:
            for entry in archive.infolist():
                archive.extract(entry, self.path("var/task"))
                os.chmod(self.path("var/task", entry.filename), entry.external_attr >> 16)

    def compile(self, source, output, *options):
        subprocess.run([COMPILERS[self.arch], "-x", "c", "-", "-o", self.path(output), *options],
                       input=source, text=True, check=True, capture_output=True)

    def add_plug_ins(self):
        self.compile(PLUG_IN, "lib64/libnss_trap.so.2", "-shared", "-fPIC", "-nostdlib")
        for name in ("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2", "libc.so.6",
                     "libgcc_s.so.1"):
            shutil.copy(self.path("lib64/libnss_trap.so.2"), self.path("lib64", name))
            self.write(f"usr/lib64/{name}", "no library\n")
            self.write(f"opt/lib/{name}", "")

    def entry(self, task_root="/var/task", trace=False):
        """A script that runs bootstrap in here, to give to `cwlogs replay --bootstrap`. A trace of
        its system calls goes to tmp/trace."""
        variables = {"LAMBDA_TASK_ROOT": task_root, "LD_LIBRARY_PATH": LIBRARY_PATH}
        command = self.command("/var/task/bootstrap")
        if trace and QEMU[self.arch]:
            variables.update(QEMU_STRACE="1", QEMU_LOG_FILENAME="/tmp/trace")
        elif trace:
            command = ["/usr/bin/strace", "-f", "-qq", "-e", "trace=%file", "-o",
                       self.path("tmp/trace"), *command]
        script = self.path("enter")
        with open(script, "w", encoding="utf-8") as file:
            file.write(ENTER.format(root=self.folder, command=command, variables=variables))
        os.chmod(script, 0o755)
        return script

    def command(self, program):
        emulator = ["/qemu"] if QEMU[self.arch] else []
        return ["/usr/sbin/chroot", self.folder, *emulator, program]

    def ask_glibc(self):
        """How a static program that asks glibc for a name fares in here."""
        self.compile(ASKS_GLIBC, "asks_glibc", "-static", "-w")
        return subprocess.run(self.command("/asks_glibc"), env={"LD_LIBRARY_PATH": LIBRARY_PATH},
                              capture_output=True, check=False)

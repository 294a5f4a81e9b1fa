# SPDX-License-Identifier: Apache-2.0
# manifests.py - deploy/ as objects: what kubectl and helm make of it, with a certificate issued for the purpose.
import os
import shutil
import subprocess
import sys
import tempfile

SKIP = 77
CERT_MANAGER = "cert-manager.io/v1"
ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(SKIP)


def run(*command, **more):
    """Output of a command that must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return done.stdout


def program_of(variable, script):
    """A program that a variable names or a script finds or builds; the test is skipped without it."""
    if os.environ.get(variable):
        return os.environ[variable]
    found = subprocess.run([os.path.join(ROOT, script)], stdout=subprocess.PIPE, text=True)
    if found.returncode == SKIP:
        print(f"skipped: neither {variable} nor {script} gives a program")
        sys.exit(SKIP)
    if found.returncode != 0:
        sys.exit(f"{script} failed")
    return found.stdout.strip()


class Manifests:
    """A copy of deploy/ with certificates, for as long as it is open."""

    def __enter__(self):
        self.kubectl = program_of("KUBECTL", "test/cluster/build.sh")
        if os.path.isdir(self.kubectl):
            self.kubectl = os.path.join(self.kubectl, "kubectl")
        self.helm = program_of("HELM", "test/deploy/helm.sh")
        self.folder = tempfile.mkdtemp(prefix="kubevet-deploy-")
        shutil.copytree(os.path.join(ROOT, "deploy"), os.path.join(self.folder, "deploy"))
        certs = self.path("overlays/self-signed/certs")
        run(os.path.join(ROOT, "certs/issue.sh"), "--out", certs, "--days", "1", "--force")
        self.bundle = os.path.join(certs, "ca.crt")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def path(self, below):
        return os.path.join(self.folder, "deploy", below)

    def kustomize(self, below):
        return objects_of(run(self.kubectl, "kustomize", self.path(below)))

    def with_component(self, component):
        """The self-signed overlay with a component, as a user's own overlay would add it."""
        folder = self.path(f"overlays/with-{component}")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "kustomization.yaml"), "w", encoding="utf-8") as out:
            yaml.safe_dump({"resources": ["../self-signed"], "components": [f"../../components/{component}"]}, out)
        return objects_of(run(self.kubectl, "kustomize", folder))

    def helm_template(self, *options, release="kubevet", namespace="kubevet"):
        """Return: status, output, errors."""
        done = subprocess.run(
            [self.helm, "template", release, self.path("chart"), "-n", namespace, *options],
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout, done.stderr

    def chart(self, *options, **more):
        status, out, errors = self.helm_template(*options, **more)
        if status != 0:
            sys.exit(f"helm template {' '.join(options)}: {errors}")
        return objects_of(out)

    def file(self, below):
        with open(self.path(below), encoding="utf-8") as text:
            return objects_of(text.read())


def objects_of(text):
    return [one for one in yaml.safe_load_all(text) if one]


def name_of(one):
    return f"{one['kind']}/{one['metadata']['name']}"

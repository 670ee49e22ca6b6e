"""Another linter that the bench asks: installed in an environment of its own, its verdicts kept in a file and compared."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def installed(name: str, version: str, venv: Path) -> str:
    """Install a package from PyPI, with its byte code, unless it is there; '' or why it could not be."""
    python = venv / "bin" / "python"
    if list(venv.glob(f"lib/*/site-packages/{name.replace('-', '_')}-{version}.dist-info")):
        return ""
    print(f"installing {name} {version} into {venv} ...", flush=True)
    venv.parent.mkdir(parents=True, exist_ok=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", f"{name}=={version}"]
    for command in ([sys.executable, "-m", "venv", "--upgrade-deps", str(venv)], pip):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines() or [f"exit status {done.returncode}"]
            return lines[-1]
    subprocess.run([python, "-m", "compileall", "-q", venv / "lib"], check=False, stdout=subprocess.DEVNULL)
    return ""


def differences(file: Path, verdicts: Mapping[str, Mapping[str, object]]) -> list[str]:
    """The cases, by rule and name, in which the recorded verdict is not what the program says now."""
    recorded = json.loads(file.read_text(encoding="utf-8"))["verdicts"]
    now = json.loads(json.dumps(verdicts))
    return [
        f"{rule}, {name}: recorded {recorded.get(rule, {}).get(name)}, now {now[rule].get(name)}"
        for rule in now
        for name in sorted(recorded.get(rule, {}).keys() | now[rule].keys())
        if recorded.get(rule, {}).get(name) != now[rule].get(name)
    ]


def text(program: str, version: str, verdicts: Mapping[str, Mapping[str, object]]) -> str:
    """JSON with a line for each case."""
    rules = [
        f'  "{rule}": {{\n'
        + ",\n".join(f"   {json.dumps(name)}: {json.dumps(of)}" for name, of in cases.items())
        + "\n  }"
        for rule, cases in verdicts.items()
    ]
    together = ",\n".join(rules)
    return f'{{\n "{program}": "{version}",\n "verdicts": {{\n{together}\n }}\n}}\n'

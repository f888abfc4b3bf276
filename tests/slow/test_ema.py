"""The EMA Workbench drives the model and reads our runs, in an environment of its own: it is no part of ours."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / ".venv-ema"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WANTED = "ema_workbench==2.5.3"


def environment() -> Path:
    """The Python of an environment with the workbench and with what the model needs; made once, and kept."""
    if PYTHON.exists():
        return PYTHON
    partial = HOME.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", partial], check=True)
    python = partial / PYTHON.relative_to(HOME)
    wanted = ["jinja2", "mesa>=3.3.1,<4", "polars", "pyarrow", "ruamel.yaml", "rich", "typer", "scipy", WANTED]
    made = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", *wanted], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(partial, ignore_errors=True)
        pytest.fail(f"{WANTED} cannot be installed here: {made.stderr.strip().splitlines()[-1][:200]}")
    partial.rename(HOME)
    return PYTHON


def test_the_workbench_drives_the_model_and_reads_our_runs() -> None:
    script = Path(__file__).with_name("ema_drives.py")
    paths = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run([environment(), script], cwd=ROOT, env=paths, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "the workbench drives the model" in done.stdout

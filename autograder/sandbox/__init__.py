"""Run a student's notebook in a confined process and exchange only plain values with it.

Theory of operation
-------------------
command ── fork server ── keeper ─┬─ marker
                                  └─ guest ── checkpoint forks ── question forks

The command (the supervisor) reads the submissions and writes the results. It runs no test and no student code. It
starts one fork server and sends it a request per submission, with the sockets that the new child will use.
The fork server has imported PyTorch and the other packages, and no test or submission. Per request it forks a keeper.
The keeper forks the marker and then the guest. It kills the guest's largest processes when they use too much memory.
It waits until the marker ends, the command closes its socket or the time is up, and then kills all its children.
The marker is confined and also sees the tests. It runs them, and reads the student's objects through proxies.
The guest is confined and sees Python, `course_utils` and one writable folder. It is process 1 of a PID namespace.
It runs the cells. Before a slow part it forks: the child runs the cells, the parent waits as a checkpoint. After the
last cell it sends a report and forks again for each session of questions, from the finished state.

The command sends JSON frames to keeper and marker (`protocol`). The marker sends back one JSON text of limited size.
Marker and guest share one inherited socket pair, over which the marker sends a new socket for each session. `wire`
encodes all values between them by exact type and without pickle: a student can forge whatever the guest sends.

When a cell's process dies, its checkpoint records the cell and forks again for the other cells. When a question fork
dies or hangs, the marker opens a new session; a question that fails there, too, is lost. When the guest dies, the
kernel kills all processes of its PID namespace, and the remaining questions are lost. When the marker dies, the keeper
kills the guest and the submission is not graded. When the command, the fork server or a keeper dies, all processes
below it in the diagram stop.

The code below runs first, because NumPy and torch read these variables only once, when they are loaded. With more than
one thread, a process cannot be forked safely.
"""

import os

for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

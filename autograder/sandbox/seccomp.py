"""Deny system calls that no notebook needs, with seccomp through libseccomp."""

import errno

try:  # before confinement, because finding the library starts programs
    import pyseccomp
except (ImportError, OSError, RuntimeError) as error:
    pyseccomp, _REASON = None, str(error)

DENIED_SYSCALLS = """socket connect bind listen accept accept4 execve execveat ptrace process_vm_readv process_vm_writev
pidfd_getfd process_madvise mount umount umount2 pivot_root chroot unshare setns move_mount open_tree fsopen fsmount
fsconfig fspick mount_setattr bpf keyctl add_key request_key perf_event_open io_uring_setup io_uring_enter
io_uring_register userfaultfd kexec_load kexec_file_load init_module finit_module delete_module reboot swapon swapoff
open_by_handle_at name_to_handle_at memfd_create memfd_secret personality quotactl acct syslog settimeofday
clock_settime adjtimex clock_adjtime sethostname setdomainname nfsservctl lookup_dcookie vhangup ioperm iopl
fanotify_init mknod mknodat""".split()
NEW_NAMESPACES = 0x7E020000  # the CLONE_NEW... flags of clone


class SeccompUnavailable(Exception):
    """libseccomp cannot be loaded; the text gives the reason."""


def install_filter() -> None:
    """Deny DENIED_SYSCALLS with EPERM to this process and its children, for good.

    A call that the library does not know is skipped. SeccompUnavailable, OSError: the filter cannot be installed.
    """
    if pyseccomp is None:
        raise SeccompUnavailable(f"libseccomp cannot be loaded ({_REASON}); apt-get install libseccomp2")
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in DENIED_SYSCALLS:
        try:
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
        except (ValueError, RuntimeError, OSError):
            continue
    for bit in range(32):
        flag = NEW_NAMESPACES & 1 << bit
        if flag:
            is_set = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag)
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", is_set)
    # A filter cannot read the flags of clone3. After ENOSYS the C library uses clone.
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    rules.load()

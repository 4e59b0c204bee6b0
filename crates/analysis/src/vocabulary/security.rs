//! The words of what a process may do.

use super::types::{CONTAINERS, PODS};
use super::{BlockKind, Foreign, Form, Slot, Word};

/// The capabilities of Linux, without `CAP_` (`capabilities(7)`).
const CAPABILITIES: &[&str] = &[
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "PERFMON",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYSLOG",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "WAKE_ALARM",
];

/// The levels of the Pod Security Standards.
const LEVEL: Slot = Slot::choice("level", &["restricted", "baseline", "privileged"]);

pub(super) static WORDS: &[Word] = &[
    Word::sets("security", &[BlockKind::App])
        .forms(&[Form::new(&[LEVEL])])
        .doc(
            "the level of the Pod Security Standards of all pods that say none, and of the namespace",
            "security restricted",
        )
        .default("each pod's own, and nothing is said of the namespace"),
    Word::sets("security", PODS)
        .forms(&[Form::new(&[LEVEL])])
        .doc("the level of the Pod Security Standards that its containers keep to", "security privileged")
        .default("the app's; without one, as restricted as the users are known to allow")
        .foreign(&[
            Foreign::new("privileged", "it is `security privileged`"),
            Foreign::new("securityContext", "there are `user`, `security`, `capability` and `filesystem`"),
        ]),
    Word::entry("capability", CONTAINERS, "capability")
        .forms(&[Form::new(&[Slot::choice("capability", CAPABILITIES)])])
        .doc(
            "a right of root's that the process gets, and a user other than root has no use of",
            "capability NET_ADMIN",
        )
        .foreign(&[
            Foreign::new("cap_add", "each stands by itself: `capability NET_ADMIN`"),
            Foreign::new("cap_drop", "a user other than root has none: `user 10001`"),
            Foreign::new("capabilities", "each stands by itself: `capability NET_ADMIN`"),
        ]),
    Word::sets("filesystem", CONTAINERS)
        .forms(&[Form::new(&[Slot::choice("root", &["readonly", "writable"])])])
        .doc("whether the process may write to its image's files", "filesystem writable")
        .default("read-only where the user is known to be other than root")
        .foreign(&[
            Foreign::new("read_only", "it is `filesystem readonly`"),
            Foreign::new("readOnlyRootFilesystem", "it is `filesystem readonly`"),
        ]),
];

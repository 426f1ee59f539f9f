/** What is known of a machine on which bubblewrap did not start. */
export interface FailureFacts {
  /** What bubblewrap wrote. */
  readonly stderr: string;
  readonly root: boolean;
  readonly inContainer: boolean;
  /** kernel.unprivileged_userns_clone: '0' forbids user namespaces; null where the setting does not exist. */
  readonly usernsClone: string | null;
  /** kernel.apparmor_restrict_unprivileged_userns: '1' takes their privileges away (Ubuntu 23.10 and later). */
  readonly apparmorRestricts: string | null;
  /** user.max_user_namespaces. */
  readonly maxUserNamespaces: string | null;
}

export interface Explanation {
  readonly cause: string;
  readonly remedy: string;
  /** It may work the next time: the machine is busy, or nobody knows the cause. */
  readonly passing?: true;
}

/** What the kernel answers when it has nothing left to give at the moment. */
const BUSY =
  /Resource temporarily unavailable|Cannot allocate memory|Too many open files|Interrupted system call|Device or resource busy|Text file busy/i;

/** What bubblewrap says where it may not do what it needs. */
const FORBIDDEN = /namespace|permi(?:tted|ssion)|denied|read-only|invalid argument/i;

const APPARMOR_PROFILE =
  'abi <abi/4.0>, include <tunables/global> profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }';

/** Why bubblewrap cannot work on a machine, from the most specific cause to the least, and what to do about it. */
export function explainFailure(facts: FailureFacts): Explanation {
  const said = facts.stderr.trim().split('\n').at(-1) ?? '';
  if (BUSY.test(facts.stderr)) {
    return {
      cause: `The machine is too busy to start a sandbox (${said}).`,
      remedy:
        'Try again when fewer programs run, or raise the bounds on processes and memory of this user or container.',
      passing: true,
    };
  }
  if (/unknown option/i.test(said)) {
    return {
      cause: `The bubblewrap on this machine is too old (${said}).`,
      remedy: 'Install bubblewrap 0.6 or later; Debian 12 and Ubuntu 22.04 have it.',
    };
  }
  if (/prlimit|setpriv/.test(said)) {
    return {
      cause: `A tool that sets the bounds is missing (${said}).`,
      remedy: 'Install util-linux, which has prlimit and setpriv: apt-get install util-linux',
    };
  }
  if (facts.inContainer && FORBIDDEN.test(said)) {
    return {
      cause: `Millwright runs inside a container that does not allow new namespaces (${said}).`,
      remedy:
        'Start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN, or run Millwright outside of it.',
    };
  }
  if (!facts.root && facts.usernsClone === '0') {
    return {
      cause: 'The kernel forbids user namespaces to normal users (kernel.unprivileged_userns_clone is 0).',
      remedy: 'As root: sysctl -w kernel.unprivileged_userns_clone=1',
    };
  }
  if (facts.maxUserNamespaces === '0') {
    return {
      cause: 'The kernel allows no user namespaces (user.max_user_namespaces is 0).',
      remedy: 'As root: sysctl -w user.max_user_namespaces=15000',
    };
  }
  if (!facts.root && facts.apparmorRestricts === '1') {
    return {
      cause: `AppArmor takes the privileges of user namespaces away (kernel.apparmor_restrict_unprivileged_userns is 1; ${said}).`,
      remedy: `As root, allow it to bubblewrap: echo '${APPARMOR_PROFILE}' > /etc/apparmor.d/bwrap && systemctl reload apparmor`,
    };
  }
  return {
    cause: `bubblewrap does not start: ${said === '' ? 'it said nothing' : said}`,
    passing: true,
    remedy:
      'Run: bwrap --unshare-user --unshare-pid --unshare-net --ro-bind / / --proc /proc --dev /dev true and look up what it says; or type --sandbox none to run generated code without protection.',
  };
}

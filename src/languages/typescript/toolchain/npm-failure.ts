import { MillwrightError } from '../../../protocol/errors.js';
import type { NpmResult } from './npm-command.js';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ERR_SOCKET_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EIDLETIMEOUT',
  'FETCH_ERROR',
]);
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/;

/** What to do about a failure of npm that is not about the packages themselves. */
function remedy(code: string, doing: string): string {
  if (code === 'ENOTCACHED')
    return 'Millwright is offline (MILLWRIGHT_OFFLINE) and this was never fetched here: run once with the registry in reach.';
  if (UNREACHABLE.has(code))
    return 'The package registry is out of reach: check the network, "npm config get registry" and the proxy settings, then run the command again.';
  if (CERTIFICATE.test(code))
    return 'The registry\'s certificate is not trusted: set "npm config set cafile FILE" to your organisation\'s certificates.';
  if (code === 'E401' || code === 'E403' || code === 'ENEEDAUTH')
    return 'The registry refuses this user: log in with "npm login", or check the token in ~/.npmrc.';
  if (/^E5\d\d$/.test(code) || code === 'E429')
    return 'The registry is in trouble or asks for patience: try again in a few minutes.';
  if (code === 'ENOSPC') return 'The disk is full: free some space and run the command again.';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return 'This user may not write there: check the owner of MILLWRIGHT_HOME and of the npm cache ("npm config get cache").';
  if (code === 'EINTEGRITY')
    return 'What the registry or the npm cache gave is not what the lock names: run "npm cache verify" and try again; if it stays, do not trust that registry.';
  return `Try it by hand to see more: ${doing}`;
}

/** @returns the error for an npm command that failed while it did `doing` ("npm ci"). */
export function npmFailure(result: NpmResult, doing: string): MillwrightError {
  const code = result.error?.code ?? '';
  const said = result.error?.summary ?? result.stderr.trim().split('\n').at(-1) ?? '';
  return new MillwrightError(
    'ToolchainMissing',
    `"${doing}" failed${code === '' ? '' : ` with ${code}`}${said === '' ? '' : ` (${said})`}. ${remedy(code, doing)}`,
    { code },
  );
}

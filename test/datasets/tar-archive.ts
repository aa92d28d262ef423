/** Builds a tar archive in memory, with the fields that readers use. */
export function tarArchive(
  files: readonly { readonly path: string; readonly bytes: Uint8Array; readonly type?: string }[],
): Uint8Array {
  const blocks = files.flatMap(({ path, bytes, type = '0' }) => {
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(type, 156);
    header.write('ustar\0' + '00', 257);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

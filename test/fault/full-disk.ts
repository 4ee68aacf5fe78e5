import { type Disk, systemDisk } from '../../src/node/store/disk.ts';

/** The system's disk, which is full whenever `isFull` says so; then it may have taken a part. */
export function fullDisk(isFull: () => boolean): Disk {
  const refuse = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', syscall: 'write' });
  };
  return {
    createForAppend: async (path) => {
      const file = await systemDisk.createForAppend(path);
      let isRefusing = false;
      return {
        ...file,
        append: async (bytes) => {
          // as the system does: a part is taken, and the rest of it refused
          const part = bytes.subarray(0, Math.floor(bytes.length / 2));
          if (!isRefusing && !isFull()) return file.append(bytes);
          isRefusing = !isRefusing && part.length > 0;
          return isRefusing ? file.append(part) : refuse();
        },
      };
    },
    replace: async (path, chunks) => {
      if (isFull()) refuse();
      await systemDisk.replace(path, chunks);
    },
    keepNames: (folder) => systemDisk.keepNames(folder),
  };
}

import { type Disk, systemDisk } from '../../src/node/store/disk.ts';

/** The system's disk, which is full whenever `isFull` says so; then it may have taken a part. */
export function fullDisk(isFull: () => boolean): Disk {
  const refuse = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', syscall: 'write' });
  };
  return {
    createForAppend: async (path) => {
      const file = await systemDisk.createForAppend(path);
      return {
        ...file,
        append: async (bytes) => {
          if (!isFull()) return file.append(bytes);
          await file.append(bytes.subarray(0, Math.floor(bytes.length / 2)));
          return refuse();
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

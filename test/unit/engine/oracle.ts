import { get_encoding, type TiktokenEncoding } from 'tiktoken';

/** Tiktoken, special tokens as plain text. */
export function getEncoding(name: TiktokenEncoding): { readonly count: (text: string) => number } {
  return {
    count: (text) => {
      const encoding = get_encoding(name);
      try {
        return encoding.encode_ordinary(text).length;
      } finally {
        encoding.free();
      }
    },
  };
}

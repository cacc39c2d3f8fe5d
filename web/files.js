// Where a page's files come from: a folder beside it, or the page itself. Names that end in ".z" lie compressed, reveals among
// them: they are unpacked when they are asked for, which for a reveal is at the commitment.

/** @param {Blob | Response} packed @returns {Promise<ArrayBuffer>} */
export function unpacked(packed) {
  const stream = packed instanceof Blob ? packed.stream() : /** @type {ReadableStream} */ (packed.body);
  return new Response(stream.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
}

/** @typedef {{
 * bytes(name: string): Promise<ArrayBuffer>, module(name: string): Promise<any>, address(name: string): Promise<string>
 * }} Files */

/** Files of a folder, and the package's modules in another. @implements {Files} */
export class Folder {
  /** @param {URL} place @param {URL} modules */
  constructor(place, modules) {
    this.place = place;
    this.modules = modules;
  }

  /** @param {string} name */
  async bytes(name) {
    const found = await fetch(new URL(name, this.place));
    if (!found.ok) throw new Error(`${name} is not there (${found.status}).`);
    return name.endsWith(".z") ? unpacked(found) : found.arrayBuffer();
  }

  /** @param {string} name "folder/file.js" */
  module(name) {
    return import(new URL(name, this.modules).href);
  }

  /** Where a file is, for what fetches by itself. @param {string} name */
  async address(name) {
    return new URL(name, this.place).href;
  }
}

/** @param {string} base64 */
export const blobOf = (base64) => new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);

/** Files that the page carries, each compressed. @implements {Files} */
export class Inside {
  /** @param {{ table: Record<string, string>, module(name: string): Promise<any> }} inside */
  constructor({ table, module }) {
    this.table = table;
    this.module = module;
  }

  /** @param {string} name */
  async bytes(name) {
    if (!Object.hasOwn(this.table, name)) throw new Error(`${name} is not there.`);
    return unpacked(blobOf(this.table[name]));
  }

  /** @param {string} name */
  async address(name) {
    return URL.createObjectURL(new Blob([await this.bytes(name)], { type: "text/javascript" }));
  }
}

/** @param {Files} files @param {string} name */
export async function json(files, name) {
  return JSON.parse(new TextDecoder().decode(await files.bytes(name)));
}

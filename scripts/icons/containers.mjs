// The two formats that hold an icon in several sizes. Both are a table of contents before PNG files; each
// size is our own rendering, not one picture scaled down.

/** Windows' .ico. `images` are { size, png }, sizes up to 256. */
export function ico(images) {
  const HEADER = 6;
  const ENTRY = 16;
  const table = Buffer.alloc(HEADER + ENTRY * images.length);
  table.writeUInt16LE(1, 2); // 1: an icon, not a cursor
  table.writeUInt16LE(images.length, 4);
  let offset = table.length;
  images.forEach(({ size, png }, index) => {
    const at = HEADER + ENTRY * index;
    table.writeUInt8(size % 256, at); // width and height; 0 means 256
    table.writeUInt8(size % 256, at + 1);
    table.writeUInt16LE(1, at + 4); // colour planes
    table.writeUInt16LE(32, at + 6); // bits per pixel
    table.writeUInt32LE(png.length, at + 8);
    table.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([table, ...images.map(({ png }) => png)]);
}

// Apple's names for the sizes; those of 32 and 64 pixels are the small icons on a dense display.
const ICNS_TYPES = [
  ['ic11', 32], ['ic12', 64], ['ic07', 128], ['ic13', 256], ['ic08', 256], ['ic14', 512], ['ic09', 512], ['ic10', 1024],
];

/** Apple's .icns. `images` must have each of 32, 64, 128, 256, 512 and 1024. */
export function icns(images) {
  const chunk = (type, data) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(data.length + 8, 4);
    return Buffer.concat([head, data]);
  };
  const chunks = ICNS_TYPES.map(([type, wanted]) => chunk(type, images.find(({ size }) => size === wanted).png));
  return chunk('icns', Buffer.concat(chunks));
}

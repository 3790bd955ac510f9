// What the native database module is compiled from. Its one big source file holds the work of several
// authors; where a licence asks for its text to go along, the text is taken from that file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from '../setup/places.mjs';

/** Entries for the notices: `{ title, license, text }`. */
export function nativeParts() {
  const source = readFileSync(join(modules, 'better-sqlite3/deps/sqlite3/sqlite3.c'), 'utf8');
  return [
    { title: 'SQLite', license: 'public domain', text: 'The authors of SQLite disclaim copyright to its source code.' },
    {
      title: 'SQLite3 Multiple Ciphers',
      license: 'MIT',
      text: mit('Copyright (c) 2006-2026 Ulrich Telle'),
    },
    { title: 'libaegis (in SQLite3 Multiple Ciphers)', license: 'MIT', text: mit('Copyright (c) 2023-2024 Frank Denis') },
    {
      title: 'miniz (in SQLite3 Multiple Ciphers)',
      license: 'MIT',
      text: mit(
        'Copyright 2013-2014 RAD Game Tools and Valve Software\n' +
          'Copyright 2010-2014 Rich Geldreich and Tenacious Software LLC',
      ),
    },
    {
      title: 'SHA-2 by Olivier Gay (in SQLite3 Multiple Ciphers)',
      license: 'BSD-3-Clause',
      text: commentWith(source, 'Copyright (C) 2005, 2007 Olivier Gay'),
    },
  ];
}

// The comment block in which `words` stand, without the asterisks.
function commentWith(source, words) {
  const at = source.indexOf(words);
  if (at === -1) throw new Error(`"${words}" is no longer in the sources of the database module.`);
  const comment = source.slice(at, source.indexOf('*/', at));
  return comment.split('\n').map((line) => line.replace(/^ \* ?/, '').trimEnd()).join('\n').trim();
}

function mit(copyright) {
  const permission = readFileSync(join(modules, 'better-sqlite3/LICENSE'), 'utf8');
  return `${copyright}\n\n${permission.slice(permission.indexOf('Permission is hereby granted')).trim()}`;
}

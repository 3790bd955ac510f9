// This project's own lint rules. Each says what to do instead; plugin.test.ts shows that each bites.
import { electronApi } from './electron-api.js';
import { fileNames } from './file-names.js';
import { layers } from './layers.js';
import { namedExports } from './named-exports.js';
import { networkPort } from './network-port.js';
import { sentences } from './sentences.js';

export const kelvin = {
  meta: { name: 'kelvin' },
  rules: {
    'electron-api': electronApi,
    'file-names': fileNames,
    layers,
    'named-exports': namedExports,
    'network-port': networkPort,
    sentences,
  },
};

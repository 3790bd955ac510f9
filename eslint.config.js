import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';
import { kelvin } from './scripts/lint/plugin.js';

const TYPED = ['src/**/*.ts', 'sandbox/**/*.ts', 'tests/**/*.ts', 'scripts/**/*.ts'];
const CONFIGS = ['*.config.{js,ts}', 'build/**', 'electron.vite.config.ts'];

export default typescript.config(
  { ignores: ['out/', 'dist/', 'coverage/', 'test-results/', 'tour/', 'gallery/', '.dev/', '**/*.d.ts'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { kelvin },
    rules: {
      eqeqeq: 'error',
      'no-constant-binary-expression': 'error',
      'no-control-regex': 'error',
      'no-debugger': 'error',
      'no-template-curly-in-string': 'error',
      'no-undef-init': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'kelvin/file-names': 'error',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-undef': 'error', 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },

  // TypeScript, with the rules that need types where forgetting costs most: a promise nobody awaits, a
  // switch that misses a state.
  {
    files: TYPED,
    ignores: ['**/*.svelte.ts'], // svelte-check has the types there
    extends: [...typescript.configs.recommended],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.node.json', 'tsconfig.web.json', 'tsconfig.e2e.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    plugins: { '@typescript-eslint': typescript.plugin },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  { files: ['*.ts'], extends: [...typescript.configs.recommended] },

  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: typescript.parser },
    },
    rules: {
      'prefer-const': 'off', // what a rune declares stays `let` when one name of it is reassigned
      'svelte/prefer-const': ['error', { destructuring: 'all', excludedRunes: ['$props', '$derived'] }],
      // A static style attribute is blocked by the window's content security policy.
      'svelte/no-inline-styles': ['error', { allowTransitions: true }],
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'kelvin/sentences': 'error',
    },
  },

  // The shape of the house.
  { files: ['src/**', 'sandbox/**'], rules: { 'kelvin/layers': 'error' } },
  {
    files: ['src/**'],
    rules: {
      'kelvin/electron-api': 'error',
      'kelvin/network-port': 'error',
      'no-console': 'error', // src/main/logging alone decides what is written down, and redacts it
    },
  },
  { files: ['src/main/logging/**'], rules: { 'no-console': 'off' } },
  { files: ['src/**', 'sandbox/**', 'tests/**', 'scripts/**'], rules: { 'kelvin/named-exports': 'error' } },
  { files: CONFIGS, rules: { 'kelvin/named-exports': 'off' } },
);

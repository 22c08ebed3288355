import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['build/', '.svelte-kit/', 'var/', 'node_modules/', 'test-results/', 'playwright-report/', 'gallery-pictures/']),
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript knows every name; this rule does not know types.
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
      ],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./.*/.*\\.(ts|js|json|css|svelte)$',
              message: 'Use #lib/, #forms/, #ui/, #locales/ instead of climbing.'
            }
          ]
        }
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'ImportDeclaration[source.value=/^#(lib|forms|ui|locales|jobs|commands|tests)\\u002F/]:not([source.value=/\\.(ts|svelte|json|css|js)$/])',
          message: 'Write the file ending.'
        }
      ]
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-at-debug-tags': 'error',
      'svelte/no-target-blank': 'error',
      // The content policy refuses style attributes; they would be silently without effect.
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      // Addresses are written out; there is no base path to add.
      'svelte/no-navigation-without-resolve': 'off'
    }
  },
  {
    files: ['src/**/*.ts'],
    // Another world with other globals: Kit keeps it out of the project's types.
    ignores: ['src/service-worker.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error'
    }
  },
  {
    // These speak to the person at the keyboard.
    files: ['scripts/**', 'bench/**', 'tests/**', 'src/commands/**', 'src/lib/server/http/serve.ts'],
    rules: { 'no-console': 'off' }
  }
);

import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** One build for all shells: the desktop's main, the terminal command, the preload and the renderer. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          desktop: 'electron/shells/desktop/main.ts',
          tallylight: 'electron/shells/terminal/main.ts',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: 'electron/shells/desktop/preload.ts' },
        // A sandboxed preload has to be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
})

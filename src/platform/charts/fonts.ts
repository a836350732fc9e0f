import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

const noto = (folder: string, name: string) => ({
  name,
  regular: resolve(`@expo-google-fonts/${folder}/400Regular/${name}_400Regular.ttf`),
  bold: resolve(`@expo-google-fonts/${folder}/600SemiBold/${name}_600SemiBold.ttf`),
});

/** Noto Sans (Latin, Greek, Cyrillic, Devanagari), Arabic and Hebrew: paths of TrueType files, the first one first. */
export const bundledFonts = [
  noto('noto-sans', 'NotoSans'),
  noto('noto-sans-arabic', 'NotoSansArabic'),
  noto('noto-sans-hebrew', 'NotoSansHebrew'),
] as const;

/** The components of MJML; the package has no types. */
declare module 'mjml-preset-core' {
  const preset: { components: unknown[]; dependencies: Record<string, unknown> };
  export default preset;
}

declare module "virtual:examples" {
  const examples: { name: string; files: () => Promise<Record<string, string>> }[];
  export default examples;
}

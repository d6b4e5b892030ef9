/** The words of charts; read through `strings`. */
export const charts = {
  asTable: "Show as table",
  asChart: "Show as chart",
  tableOf: (title: string) => `${title}, as a table`,
  time: "Time",
  total: "Total",
  nothing: "Nothing in this time",
  hint: "Arrow keys walk, Enter shows the requests",
  slider: (title: string) => `${title} over time`,
} as const;

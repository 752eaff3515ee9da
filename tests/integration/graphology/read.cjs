// node read.cjs MODULES FILE...: what graphology's own parsers read in each file, as lines of JSON.
'use strict';
const fs = require('fs');
const need = require('module').createRequire(process.argv[2] + '/');
const { Graph } = need('graphology');
const parsers = { graphml: need('graphology-graphml'), gexf: need('graphology-gexf') };
for (const file of process.argv.slice(3)) {
  const graph = parsers[file.split('.').pop()].parse(Graph, fs.readFileSync(file, 'utf8'));
  const { nodes, edges } = graph.export();
  console.log(JSON.stringify({ type: graph.type, multi: graph.multi, nodes, edges }));
}

// Prints the HCL files of a folder as JSON, by @cdktf/hcl2json.
//
// hcl_to_json.cjs MODULES FOLDER
const fs = require('fs');
const path = require('path');

async function main(modules, folder) {
  const {parse} = require(path.resolve(modules, '@cdktf/hcl2json'));
  const files = {};
  for (const name of fs.readdirSync(folder).sort().filter((name) => name.endsWith('.tf')))
    files[name] = await parse(name, fs.readFileSync(path.join(folder, name), 'utf8'));
  console.log(JSON.stringify(files));
}

main(process.argv[2], process.argv[3]).catch((error) => {
  console.error(String(error));
  process.exit(1);
});

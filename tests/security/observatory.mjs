// The grade of MDN's HTTP Observatory for a site on this machine. Not part of bin/test, for its
// package is 130 MB; docs/security.md says how it is run and what was seen.
//   node observatory.mjs FOLDER_OF_THE_PACKAGE HTTPS_PORT HTTP_PORT
const [folder, httpsPort, httpPort] = process.argv.slice(2);
const { retrieve } = await import(`${folder}/src/retriever/retriever.js`);
const { ALL_TESTS } = await import(`${folder}/src/constants.js`);
const { getGradeForScore, getScoreModifier } = await import(`${folder}/src/grader/grader.js`);
const GOOD_ENOUGH_FOR_EXTRA_CREDIT = 90;

const site = await retrieve('localhost', { httpPort, httpsPort });
const results = ALL_TESTS.map((judge) => judge(site));
const credits = results.map(({ result }) => getScoreModifier(result));
results.forEach(({ name, result, pass }, at) => console.log(name, result, pass, credits[at]));
const sum = (numbers) => numbers.reduce((total, each) => total + each, 100);
const faults = sum(credits.filter((each) => each < 0));
const score = faults >= GOOD_ENOUGH_FOR_EXTRA_CREDIT ? sum(credits) : faults;
const passed = results.filter(({ pass }) => pass).length;
console.log(getGradeForScore(score).grade, score, `${passed} of ${results.length}`);

/**
 * Lighthouse's judgement of a live conversation: node live.js URL CHROME MICROPHONE.WAV
 *
 * Lighthouse loads no page here, so there is no LCP. A timespan of SPAN_MS while words go both ways
 * gives blocking time and layout shifts, a snapshot at its end what can be judged of a state.
 * Prints one JSON object.
 */
import { startFlow } from "lighthouse";
import puppeteer from "puppeteer-core";

const SPAN_MS = 15_000;
const [url, executablePath, microphone] = process.argv.slice(2);

const browser = await puppeteer.launch({
  executablePath,
  args: [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${microphone}`,
  ],
});
try {
  const page = await browser.newPage();
  const flow = await startFlow(page);
  await page.setViewport({ width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true });
  await page.goto(url);
  await page.locator("[data-action=start]").click();
  await page.waitForSelector('main[data-floor="character-speaking"]');
  await flow.startTimespan();
  await new Promise((done) => setTimeout(done, SPAN_MS));
  await flow.endTimespan();
  await flow.snapshot();
  const [timespan, snapshot] = (await flow.createFlowResult()).steps.map(({ lhr }) => lhr);
  console.log(JSON.stringify({ timespan, snapshot }));
} finally {
  await browser.close();
}

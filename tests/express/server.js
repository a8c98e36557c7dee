// The original stack, doing our work: Express 4 with helmet, cors, express-rate-limit (counted in
// Redis) and compression, in two processes. A begin is counted against the same three limits, asks
// the provider for a secret, writes the row of a conversation to PostgreSQL and answers the same
// document. It knows no doors, seats or ceilings and writes no row of a call. Configured by
// environment alone; started by the bench.
"use strict";

const cluster = require("node:cluster");
const { randomUUID, createHmac } = require("node:crypto");
const { readFileSync } = require("node:fs");
const compression = require("compression");
const cors = require("cors");
const express = require("express");
const { rateLimit } = require("express-rate-limit");
const helmet = require("helmet");
const { Pool } = require("pg");
const { RedisStore } = require("rate-limit-redis");
const { createClient } = require("redis");

const {
  PORT,
  DATABASE_URL,
  REDIS_URL,
  REALTIME_API_BASE,
  OPENAI_API_KEY,
  DJANGO_SECRET_KEY,
  SESSION_FILE,
} = process.env;
const PROCESSES = 2;

// The same columns, in the same order, as our own row of a conversation.
const INSERT = `
  INSERT INTO original_conversation (public_id, persona_revision_id, client_hash, is_kiosk, seat,
    started_at, ends_at, last_heartbeat_at)
  VALUES ($1, $2, $3, $4, nextval('original_seat'), $5, $6, $5)`;

async function serve() {
  const redis = createClient({ url: REDIS_URL });
  await redis.connect();
  const database = new Pool({ connectionString: DATABASE_URL, max: 16 });
  const { revision, session, visitor: shown, number } = JSON.parse(
    readFileSync(SESSION_FILE, "utf8"),
  );
  const signed = (id) =>
    `${id}:${createHmac("sha256", DJANGO_SECRET_KEY).update(id).digest("base64url")}`;

  const app = express();
  app.use(helmet());
  app.use(cors({ origin: [] }));
  app.use(compression());
  app.use(express.json({ limit: "32kb" }));
  const limited = (prefix, windowMs) =>
    rateLimit({
      windowMs,
      limit: 1_000_000,
      standardHeaders: "draft-7",
      legacyHeaders: false,
      store: new RedisStore({
        sendCommand: (...words) => redis.sendCommand(words),
        prefix: `original:${prefix}:`,
      }),
    });
  app.use("/api/", limited("api", 60_000));
  const begins = [limited("begin-minute", 60_000), limited("begin-hour", 3_600_000)];

  app.get("/healthz", (_request, response) => {
    response.json({ ok: true });
  });

  app.post("/api/conversations", begins, async (request, response, next) => {
    try {
      const visitor = createHmac("sha256", OPENAI_API_KEY).update(request.ip).digest("hex");
      const minted = await fetch(`${REALTIME_API_BASE}/realtime/client_secrets`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${OPENAI_API_KEY}`,
          "Content-Type": "application/json",
          "OpenAI-Safety-Identifier": visitor,
        },
        body: JSON.stringify({
          expires_after: { anchor: "created_at", seconds: 30 },
          session,
        }),
      });
      if (!minted.ok) {
        response.status(502).json({ error: "the provider refused" });
        return;
      }
      const { value, expires_at } = await minted.json();
      const id = randomUUID();
      const now = new Date();
      const ends = new Date(now.getTime() + 20 * 60_000);
      await database.query(INSERT, [id, revision, visitor, false, now, ends]);
      response.status(201).json({
        id,
        token: signed(id),
        client_secret: { value, expires_at },
        calls_url: `${REALTIME_API_BASE}/realtime/calls`,
        ends_at: ends.toISOString(),
        turn_taking: shown.turn_taking,
        replay: shown.replay,
        persona: { name: shown.name, revision: number },
      });
    } catch (error) {
      next(error);
    }
  });

  app.listen({ port: Number(PORT), host: "127.0.0.1", backlog: 1024 });
}

if (cluster.isPrimary) {
  for (let number = 0; number < PROCESSES; number += 1) cluster.fork();
  process.on("SIGTERM", () => process.exit(0));
} else {
  serve();
}

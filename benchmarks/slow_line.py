"""A line to a server on which every answer comes late.

A program of its own, so that the waiting costs the measured process nothing:
python -m benchmarks.slow_line OWN_PORT SERVER_PORT DELAY_MS.
"""

import asyncio
import sys

LOOPBACK, CHUNK_BYTES = "127.0.0.1", 65536


async def _pass_on(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, delay_seconds: float
) -> None:
    while chunk := await source.read(CHUNK_BYTES):
        await asyncio.sleep(delay_seconds)
        target.write(chunk)
    target.close()


async def serve(own_port: int, server_port: int, delay_seconds: float) -> None:
    """Take connections for ever; what one says and hears is in order, and late by the delay."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, questions = await asyncio.open_connection(LOOPBACK, server_port)
        await asyncio.gather(
            _pass_on(reader, questions, 0), _pass_on(answers, writer, delay_seconds)
        )

    server = await asyncio.start_server(take, LOOPBACK, own_port)
    await server.serve_forever()


if __name__ == "__main__":
    own, behind, delay_ms = map(int, sys.argv[1:])
    asyncio.run(serve(own, behind, delay_ms / 1000))

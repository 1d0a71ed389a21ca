package dev.fairlead.server.proxy;

import java.io.IOException;

/** What a backend may do once it has the head of a request. */
enum Misbehaviour {
    HANGS {
        @Override
        void goOn(Wire connection) throws IOException {
            connection.rest();
        }
    },
    CLOSES {
        @Override
        void goOn(Wire connection) throws IOException {
            connection.close();
        }
    },
    RESETS {
        @Override
        void goOn(Wire connection) throws IOException {
            connection.socket.setSoLinger(true, 0);
            connection.close();
        }
    },
    TALKS_GARBAGE {
        @Override
        void goOn(Wire connection) throws IOException {
            connection.say("SSH-2.0-OpenSSH\r\n\r\n");
        }
    },
    SWITCHES_UNASKED {
        @Override
        void goOn(Wire connection) throws IOException {
            connection.say("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
        }
    },
    STOPS_IN_ITS_HEAD {
        @Override
        void goOn(Wire connection) throws IOException {
            connection.say("HTTP/1.1 200 OK\r\nX-A");
        }
    },
    STOPS_IN_ITS_BODY {
        @Override
        void goOn(Wire connection) throws IOException {
            connection.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab");
        }
    },
    BREAKS_OFF {
        @Override
        void goOn(Wire connection) throws IOException {
            connection.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab");
            connection.close();
        }
    },
    NEVER_ENDS {
        @Override
        void goOn(Wire connection) throws IOException {
            connection.say("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                connection.say("a".repeat(10_000));
            }
        }
    };

    abstract void goOn(Wire connection) throws IOException;
}

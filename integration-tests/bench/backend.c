/*
 * A backend that is never the bottleneck: one epoll thread, one fixed answer, keep-alive, GET without a body.
 * usage: backend PORT BODY_BYTES [PORT …]
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_CONNECTIONS 65536
#define INPUT 16384

struct connection {
    int used;          /* bytes of input held */
    size_t pending;    /* bytes still to be written */
    char input[INPUT];
};

static struct connection *connections[MAX_CONNECTIONS];
static char *answer;
static size_t answer_length;
static int poller;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int listen_on(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1024) < 0) die("listen");
    return fd;
}

static void watch(int fd, unsigned events, int operation) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    if (epoll_ctl(poller, operation, fd, &event) < 0) die("epoll_ctl");
}

static void finish(int fd) {
    free(connections[fd]);
    connections[fd] = NULL;
    close(fd);
}

/* Writes what is owed; the answers are all alike, so only their number of bytes is kept. 0 when the peer is gone. */
static int write_pending(int fd, struct connection *c) {
    while (c->pending > 0) {
        size_t offset = (answer_length - c->pending % answer_length) % answer_length;
        ssize_t n = write(fd, answer + offset, answer_length - offset);
        if (n < 0 && errno == EAGAIN) {
            watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
            return 1;
        }
        if (n <= 0) return 0;
        c->pending -= n;
    }
    return 1;
}

static int serve(int fd, unsigned events) {
    struct connection *c = connections[fd];
    if (events & EPOLLOUT) {
        watch(fd, EPOLLIN, EPOLL_CTL_MOD);
        if (!write_pending(fd, c)) return 0;
    }
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return 1;
    ssize_t n = read(fd, c->input + c->used, INPUT - c->used);
    if (n < 0 && errno == EAGAIN) return 1;
    if (n <= 0) return 0;
    c->used += n;
    char *end, *from = c->input;
    while ((end = memmem(from, c->input + c->used - from, "\r\n\r\n", 4)) != NULL) {
        from = end + 4;
        c->pending += answer_length;
    }
    c->used -= from - c->input;
    memmove(c->input, from, c->used);
    return c->used < INPUT && write_pending(fd, c);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: backend PORT BODY_BYTES [PORT ...]\n");
        return 2;
    }
    int body = atoi(argv[2]), head;
    answer = malloc(body + 512);
    head = sprintf(answer, "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain; charset=utf-8\r\n"
                           "Cache-Control: max-age=60\r\nETag: \"5f-61\"\r\nContent-Length: %d\r\n\r\n", body);
    memset(answer + head, 'x', body);
    answer_length = head + body;
    poller = epoll_create1(0);
    int listeners[64], count = 0;
    for (int i = 1; i < argc; i++) {
        if (i == 2) continue;
        listeners[count] = listen_on(atoi(argv[i]));
        watch(listeners[count++], EPOLLIN, EPOLL_CTL_ADD);
    }
    for (;;) {
        struct epoll_event events[256];
        int ready = epoll_wait(poller, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd, accepted = 0;
            for (int l = 0; l < count; l++) {
                if (fd != listeners[l]) continue;
                int client, on = 1;
                accepted = 1;
                while ((client = accept4(fd, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                    if (client >= MAX_CONNECTIONS) die("too many connections");
                    connections[client] = calloc(1, sizeof(struct connection));
                    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    watch(client, EPOLLIN, EPOLL_CTL_ADD);
                }
            }
            if (!accepted && connections[fd] && !serve(fd, events[i].events)) finish(fd);
        }
    }
}

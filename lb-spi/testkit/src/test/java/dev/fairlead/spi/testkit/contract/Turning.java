package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** A plain, sound strategy that takes turns by weight, made of parts that a mutant can replace. */
class Turning implements StrategyProvider {
    @Override
    public String name() {
        return "turning";
    }

    @Override
    public Strategy create(StrategyContext context) {
        AtomicInteger cursor = new AtomicInteger();
        return pool -> selector(pool, turns(pool), cursor, context);
    }

    Selector selector(EndpointPool pool, int[] turns, AtomicInteger cursor, StrategyContext context) {
        return request -> choice(pool, turns, cursor, request);
    }

    Endpoint choice(EndpointPool pool, int[] turns, AtomicInteger cursor, RequestView request) {
        int first = turns[position(cursor.getAndIncrement(), turns.length)];
        for (int i = 0; i < pool.size(); i++) {
            Endpoint endpoint = pool.endpoint((first + i) % pool.size());
            if (!tried(endpoint, request)) {
                return endpoint;
            }
        }
        return allTried(pool.endpoint(first), request);
    }

    int position(int number, int length) {
        return Math.floorMod(number, length);
    }

    boolean tried(Endpoint endpoint, RequestView request) {
        return request.tried(endpoint);
    }

    Endpoint allTried(Endpoint endpoint, RequestView request) {
        return endpoint;
    }

    int[] turns(EndpointPool pool) {
        int length = 0;
        for (Endpoint endpoint : pool) {
            length += endpoint.weight();
        }
        int[] turns = new int[length];
        int turn = 0;
        for (Endpoint endpoint : pool) {
            for (int i = 0; i < endpoint.weight(); i++) {
                turns[turn++] = endpoint.index();
            }
        }
        return turns;
    }
}

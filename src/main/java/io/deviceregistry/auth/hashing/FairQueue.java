package io.deviceregistry.auth.hashing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bounded, fair queue. Items form a tree: by address, below that by kind of caller, and so on. Each level serves its branches
 * round-robin. One address, and one account, has at most half of the places. When the queue is full, the longest branch drops its
 * newest item in favour of an item from a shorter branch.
 */
final class FairQueue<T> {

    /**
     * @param branch from the root to the leaf, beginning with the address; no branch is the beginning of another
     * @param account the account whose places are limited over all branches, if any
     */
    record Place(List<String> branch, Optional<String> account) {

        String address() {
            return branch.get(0);
        }
    }

    private record Item<T>(T value, Place place) {
    }

    private static final class Node<T> {

        private final Map<String, Node<T>> children = new LinkedHashMap<>();
        private final Deque<Item<T>> items = new ArrayDeque<>();
        private int size;

        int sizeOf(String child) {
            Node<T> node = children.get(child);
            return node == null ? 0 : node.size;
        }
    }

    private final int capacity;
    private final int share;
    private final Node<T> root = new Node<>();
    private final Map<String, Integer> accounts = new HashMap<>();

    FairQueue(int capacity) {
        this.capacity = capacity;
        this.share = Math.max(1, capacity / 2);
    }

    synchronized int size() {
        return root.size;
    }

    /** @return the item that was dropped: none, another one, or this one */
    synchronized Optional<T> offer(Place place, T value) {
        if (place.account().filter(account -> accounts.getOrDefault(account, 0) >= share).isPresent()) {
            return Optional.of(value);
        }
        Optional<T> left = Optional.empty();
        boolean addressIsFull = root.sizeOf(place.address()) >= share;
        if (addressIsFull || root.size >= capacity) {
            List<String> longest = longest(addressIsFull ? List.of(place.address()) : List.of());
            if (!mustMakeRoomFor(longest, place.branch())) {
                return Optional.of(value);
            }
            left = Optional.of(remove(longest, true));
        }
        add(new Item<>(value, place));
        return left;
    }

    /** The next item; each branch that it came from moves to the end of its level. */
    synchronized Optional<T> poll() {
        if (root.size == 0) {
            return Optional.empty();
        }
        List<String> branch = new ArrayList<>();
        Node<T> node = root;
        while (!node.children.isEmpty()) {
            String next = node.children.keySet().iterator().next();
            Node<T> child = node.children.remove(next);
            node.children.put(next, child);
            branch.add(next);
            node = child;
        }
        return Optional.of(remove(branch, false));
    }

    private List<String> longest(List<String> from) {
        List<String> branch = new ArrayList<>(from);
        Node<T> node = root;
        for (String step : from) {
            node = node.children.get(step);
        }
        while (!node.children.isEmpty()) {
            Map.Entry<String, Node<T>> longest = node.children.entrySet().stream()
                    .max((one, other) -> Integer.compare(one.getValue().size, other.getValue().size)).orElseThrow();
            branch.add(longest.getKey());
            node = longest.getValue();
        }
        return branch;
    }

    /** Whether the new item has a shorter branch than the other one at the level where they differ. */
    private boolean mustMakeRoomFor(List<String> longest, List<String> newcomer) {
        Node<T> node = root;
        for (int i = 0; i < Math.min(longest.size(), newcomer.size()); i++) {
            if (!longest.get(i).equals(newcomer.get(i))) {
                return node.sizeOf(longest.get(i)) > node.sizeOf(newcomer.get(i)) + 1;
            }
            node = node.children.get(longest.get(i));
        }
        return false;
    }

    private void add(Item<T> item) {
        Node<T> node = root;
        node.size++;
        for (String step : item.place().branch()) {
            node = node.children.computeIfAbsent(step, key -> new Node<>());
            node.size++;
        }
        node.items.addLast(item);
        item.place().account().ifPresent(account -> accounts.merge(account, 1, Integer::sum));
    }

    private T remove(List<String> branch, boolean newest) {
        Node<T> node = root;
        node.size--;
        for (String step : branch) {
            Node<T> child = node.children.get(step);
            if (--child.size == 0) {
                node.children.remove(step);
            }
            node = child;
        }
        Item<T> item = newest ? node.items.removeLast() : node.items.removeFirst();
        item.place().account().ifPresent(account -> accounts.computeIfPresent(account,
                (key, count) -> count == 1 ? null : count - 1));
        return item.value();
    }
}

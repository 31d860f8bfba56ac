using System.Diagnostics.CodeAnalysis;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// A queue that serves clients round robin, and the items of each client first in, first out. It knows which client has the most items waiting.
/// Every operation takes constant time. It is not thread-safe.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class FairQueue<T>
{
    private readonly Dictionary<string, Client> _clients = [];
    private readonly LinkedList<Client> _turns = [];

    // The clients by their number of items, so that the longest line is found without a search: a count only ever changes by one.
    private readonly List<LinkedList<Client>> _byCount = [[]];

    /// <summary>The number of items.</summary>
    public int Count { get; private set; }

    /// <summary>The number of clients with items.</summary>
    public int Clients => _clients.Count;

    /// <summary>The number of items of the client with the most.</summary>
    public int LongestCount { get; private set; }

    /// <summary>The number of items of a client.</summary>
    public int CountOf(string client) => _clients.TryGetValue(client, out var known) ? known.Waiting.Count : 0;

    /// <summary>Adds an item to the end of its client's line. A new client's turn comes after those of all others.</summary>
    /// <param name="client">The client.</param>
    /// <param name="item">The item.</param>
    /// <returns>Its place in the queue.</returns>
    public Node Enqueue(string client, T item)
    {
        if (!_clients.TryGetValue(client, out var known))
        {
            known = _clients[client] = new Client(client);
            _turns.AddLast(known.Turn);
        }

        var node = new Node(known, item);
        known.Waiting.AddLast(node.Link);
        Count++;
        Recount(known, known.Waiting.Count - 1);
        return node;
    }

    /// <summary>Removes the oldest item of the client whose turn it is.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        if (_turns.First is not { Value: var client })
        {
            item = default;
            return false;
        }

        _turns.RemoveFirst();
        _turns.AddLast(client.Turn);
        var node = client.Waiting.First!.Value;
        Remove(node);
        item = node.Item;
        return true;
    }

    /// <summary>Removes the newest item of the client with the most.</summary>
    public T RemoveNewestOfLongest()
    {
        var node = _byCount[LongestCount].First!.Value.Waiting.Last!.Value;
        Remove(node);
        return node.Item;
    }

    /// <summary>Removes an item.</summary>
    /// <param name="node">Its place.</param>
    /// <returns>Whether it was still in the queue.</returns>
    public bool Remove(Node node)
    {
        var client = node.Client;
        if (node.Link.List is null)
        {
            return false;
        }

        client.Waiting.Remove(node.Link);
        Count--;
        Recount(client, client.Waiting.Count + 1);
        if (client.Waiting.Count == 0)
        {
            _turns.Remove(client.Turn);
            _clients.Remove(client.Name);
        }

        return true;
    }

    private void Recount(Client client, int before)
    {
        var count = client.Waiting.Count;
        if (before > 0)
        {
            _byCount[before].Remove(client.ByCount);
        }

        if (count == _byCount.Count)
        {
            _byCount.Add([]);
        }

        if (count > 0)
        {
            _byCount[count].AddLast(client.ByCount);
        }

        LongestCount = count > LongestCount || (before == LongestCount && _byCount[before].Count == 0) ? count : LongestCount;
    }

    /// <summary>A place in the queue.</summary>
    internal sealed class Node
    {
        internal Node(Client client, T item)
        {
            (Client, Item) = (client, item);
            Link = new LinkedListNode<Node>(this);
        }

        internal Client Client { get; }

        internal T Item { get; }

        internal LinkedListNode<Node> Link { get; }
    }

    /// <summary>A client with items in the queue.</summary>
    internal sealed class Client
    {
        internal Client(string name)
        {
            Name = name;
            Turn = new LinkedListNode<Client>(this);
            ByCount = new LinkedListNode<Client>(this);
        }

        internal string Name { get; }

        internal LinkedList<Node> Waiting { get; } = [];

        internal LinkedListNode<Client> Turn { get; }

        internal LinkedListNode<Client> ByCount { get; }
    }
}

using System.Text;
using Aspire.Hosting.Testing;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace HighTraffic.Tests.Tasks;

/// <summary>A connection to the app's RabbitMQ, beside MassTransit's.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly IConnection _connection;

    private Broker(IConnection connection, IChannel channel)
    {
        _connection = connection;
        Channel = channel;
    }

    /// <summary>A channel of the connection.</summary>
    public IChannel Channel { get; }

    public static async Task<Broker> ConnectAsync(RunningApp app)
    {
        var address = await app.App.GetConnectionStringAsync(ResourceNames.Messaging);
        var connection = await new ConnectionFactory { Uri = new Uri(address!) }.CreateConnectionAsync();
        return new Broker(connection, await connection.CreateChannelAsync());
    }

    /// <summary>Takes a message that contains a text from a queue; others stay in it.</summary>
    /// <returns>The message and its fault, or null if there is none.</returns>
    public async Task<string?> TakeAsync(string queue, string text)
    {
        // Messages that are not acknowledged go back when the channel closes.
        await using var channel = await _connection.CreateChannelAsync();
        try
        {
            while (await channel.BasicGetAsync(queue, autoAck: false) is { } message)
            {
                var body = Encoding.UTF8.GetString(message.Body.Span);
                if (body.Contains(text, StringComparison.Ordinal))
                {
                    await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
                    return body + Fault(message.BasicProperties.Headers);
                }
            }
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            // The first message creates an error queue.
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static string Fault(IDictionary<string, object?>? headers) =>
        headers?.TryGetValue("MT-Fault-Message", out var fault) == true && fault is byte[] bytes ? Encoding.UTF8.GetString(bytes) : string.Empty;
}

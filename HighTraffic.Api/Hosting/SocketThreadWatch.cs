using System.Net;
using System.Net.Sockets;
using HighTraffic.Api.Telemetry;

namespace HighTraffic.Api.Hosting;

/// <summary>Reports blocked socket threads: each is sent a byte a second and must receive it in time.</summary>
internal sealed partial class SocketThreadWatch(ApiMeter meter, TimeProvider time, ILogger<SocketThreadWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Longer than a busy machine delays a thread.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The runtime assigns sockets round robin to as many threads as there are processors.
        var probes = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Probe()).ToList();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var probe in probes)
                {
                    Check(probe);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The replica stops.
        }
        finally
        {
            probes.ForEach(probe => probe.Dispose());
        }
    }

    private void Check(Probe probe)
    {
        if (probe.IsAnswered)
        {
            probe.Send(time.GetTimestamp());
        }
        else if (time.GetElapsedTime(probe.SentAt) is var silence && silence > Longest && !probe.IsReported)
        {
            probe.IsReported = true;
            meter.BlockedSocketThread();
            LogBlocked(silence.TotalSeconds);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A thread that serves sockets has been blocked for {Seconds:F1} s: a call blocks it, and all its connections wait. Find the call with dotnet-stack, or set HighTraffic__InlineSockets=false.")]
    private partial void LogBlocked(double seconds);

    /// <summary>A loopback connection whose receiving end belongs to one of the threads.</summary>
    private sealed class Probe : IDisposable
    {
        private readonly Socket _sender = new(SocketType.Stream, ProtocolType.Tcp);
        private readonly Socket _receiver;
        private volatile bool _isAnswered = true;

        public Probe()
        {
            using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            _sender.Connect(listener.LocalEndPoint!);
            _receiver = listener.Accept();
            _ = ReceiveAsync();
        }

        public bool IsAnswered => _isAnswered;

        public long SentAt { get; private set; }

        public bool IsReported { get; set; }

        public void Send(long now)
        {
            (SentAt, IsReported, _isAnswered) = (now, false, false);
            _sender.Send([1]);
        }

        public void Dispose()
        {
            _sender.Dispose();
            _receiver.Dispose();
        }

        private async Task ReceiveAsync()
        {
            var buffer = new byte[1];
            try
            {
                while (await _receiver.ReceiveAsync(buffer, SocketFlags.None) > 0)
                {
                    _isAnswered = true;
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The replica stops.
            }
        }
    }
}

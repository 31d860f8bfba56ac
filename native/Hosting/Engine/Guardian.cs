using System.Globalization;
using System.IO.Pipelines;
using CliWrap;

namespace Aspire.Hosting.Engine;

/// <summary>
/// A small process that cleans up if this one is killed: it reads orders from a pipe, and when the pipe breaks it ends
/// what was started here and removes the folder of the run.
/// </summary>
internal sealed class Guardian : IDisposable
{
    private readonly RunFolder _folder;
    private readonly Lock _gate = new();
    private readonly StreamWriter _orders;
    private readonly CommandTask<CommandResult> _process;

    public Guardian(RunFolder folder)
    {
        _folder = folder;
        using var script = new StreamReader(typeof(Guardian).Assembly.GetManifestResourceStream("guardian.sh")!);
        var pipe = new Pipe();
        _orders = new StreamWriter(pipe.Writer.AsStream()) { AutoFlush = true };

        // In a session of its own it gets none of the signals that a terminal sends to this process.
        _process = Cli.Wrap("setsid")
            .WithArguments(["sh", "-c", script.ReadToEnd(), "guardian", folder.Path])
            .WithWorkingDirectory("/")
            .WithStandardInputPipe(PipeSource.FromStream(pipe.Reader.AsStream(), autoFlush: true))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync();
    }

    public int ProcessId => _process.ProcessId;

    public void Watch(int group) => Order("watch", group);

    public void Forget(int group) => Order("forget", group);

    /// <summary>Lets the guardian go, and removes the folder of the run.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _orders.WriteLine("done");
            _orders.Dispose();
        }

        _process.GetAwaiter().GetResult();
        _folder.Delete();
    }

    private void Order(string verb, int group)
    {
        lock (_gate)
        {
            _orders.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verb} {group}"));
        }
    }
}

using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Engine;

/// <summary>Works out what a process is to be told.</summary>
internal static class ValueResolution
{
    public static async Task<Dictionary<string, string>> EnvironmentAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, object>();
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(new EnvironmentCallbackContext(executionContext, variables, cancellationToken));
        }

        var resolved = new Dictionary<string, string>();
        foreach (var (name, value) in variables)
        {
            resolved[name] = await TextAsync(value, cancellationToken);
        }

        return resolved;
    }

    public static async Task<IReadOnlyList<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(new CommandLineArgsCallbackContext(arguments, cancellationToken));
        }

        var resolved = new List<string>();
        foreach (var argument in arguments)
        {
            resolved.Add(await TextAsync(argument, cancellationToken));
        }

        return resolved;
    }

    private static async ValueTask<string> TextAsync(object value, CancellationToken cancellationToken) =>
        value is IValueProvider provider ? await provider.GetValueAsync(cancellationToken) ?? "" : value.ToString() ?? "";
}

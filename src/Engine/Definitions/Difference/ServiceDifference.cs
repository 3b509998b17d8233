namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>Changes of virtual services, their real servers and their checks.</summary>
internal static class ServiceDifference
{
    public static void Add(ValueArray<VirtualServiceDefinition> before, ValueArray<VirtualServiceDefinition> after, DifferenceLines lines) =>
        ListDifference.Add(before, after, lines.Word("virtual service"), service => service.Name, (old, now) => Compare(old, now, lines), lines);

    private static void Compare(VirtualServiceDefinition before, VirtualServiceDefinition after, DifferenceLines lines)
    {
        FieldTable.Add(ServiceFields.Service, after.Name, before, after, lines);
        ListDifference.Add(before.RealServers, after.RealServers, lines.Part(after.Name, "real server"), server => server.EndpointName,
            (old, now) => Compare($"{after.Name} {now.EndpointName}", old, now, lines), lines);
    }

    private static void Compare(string subject, RealServerDefinition before, RealServerDefinition after, DifferenceLines lines)
    {
        FieldTable.Add(ServiceFields.RealServer, subject, before, after, lines);
        for (int index = 0; index < Math.Max(before.Checks.Count, after.Checks.Count); index++)
        {
            string check = $"{lines.Part(subject, "check")} {index + 1}";
            if (index >= before.Checks.Count) lines.Add(lines.OfKind(check, lines.Word(CheckFields.Kind(after.Checks[index]))));
            else if (index >= after.Checks.Count) lines.Remove(lines.OfKind(check, lines.Word(CheckFields.Kind(before.Checks[index]))));
            else if (before.Checks[index].GetType() != after.Checks[index].GetType()) lines.Change(check, lines.Word(CheckFields.Kind(before.Checks[index])), lines.Word(CheckFields.Kind(after.Checks[index])));
            else CheckFields.Add(check, before.Checks[index], after.Checks[index], lines);
        }
    }
}
